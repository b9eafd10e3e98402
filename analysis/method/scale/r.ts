/** R functions that the factor methods' scripts share: base R, written from the definitions, not from the engine's algorithms. */

/** One start after another of factanal's optimiser, then Newton steps to a zero gradient. */
export const R_ML = `ml_factors <- function(R, m) {
  p <- nrow(R)
  roots <- function(psi) eigen(R / sqrt(outer(psi, psi)), symmetric = TRUE)
  loadings <- function(psi) {
    e <- roots(psi)
    sqrt(psi) * e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(pmax(e$values[1:m] - 1, 0)), m)
  }
  f <- function(psi) { e <- roots(psi)$values[-(1:m)]; sum(e - log(e) - 1) }
  g <- function(psi) diag(tcrossprod(loadings(psi)) + diag(psi) - R) / psi^2
  start <- (1 - 0.5 * m / p) / diag(solve(R))
  search <- function(s) optim(pmin(pmax(s, 0.005), 1), f, g, method = "L-BFGS-B", lower = 0.005, upper = 1,
                              control = list(parscale = rep(0.01, p), factr = 1e4, maxit = 1000))
  best <- function(tried) tried[[which.min(sapply(tried, function(t) t$value))]]
  found <- best(lapply(c(list(start), lapply(c(0.2, 0.5, 0.8), rep, p)), search))
  improper <- order(found$par)[1:min(p, if (m > 1) 4 else 1)]
  psi <- best(c(list(found), lapply(improper, function(i) search(replace(start, i, 0.005)))))$par
  for (i in 1:6) {
    free <- psi > 0.005 + 1e-9 & psi < 1
    if (!any(free) || max(abs(g(psi)[free])) < 1e-12) break
    put <- function(x) replace(psi, free, x)
    H <- optimHess(psi[free], function(x) f(put(x)), function(x) g(put(x))[free], control = list(ndeps = rep(1e-5, sum(free))))
    moved <- put(psi[free] - solve(H, g(psi)[free]))
    if (any(moved < 0.005 | moved > 1) || max(abs(g(moved)[free])) >= max(abs(g(psi)[free]))) break
    psi <- moved
  }
  list(psi = psi, loadings = loadings(psi), f = f(psi), heywood = any(psi <= 0.005 + 1e-9))
}`;

/** Iterated principal axis. */
export const R_PA = `principal_axis <- function(R, m, change, most) {
  h2 <- 1 - 1 / diag(solve(R))
  for (i in 1:most) {
    reduced <- R
    diag(reduced) <- h2
    e <- eigen(reduced, symmetric = TRUE)
    L <- e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(pmax(e$values[1:m], 0)), m)
    before <- h2
    h2 <- rowSums(L^2)
    if (max(abs(h2 - before)) < change) break
  }
  list(L = L, h2 = h2, iterations = i)
}`;

/** Order and signs of columns; a random orthogonal matrix. */
export const R_ARRANGE = `arrange <- function(L, phi = diag(ncol(L))) {
  o <- order(-diag(phi %*% crossprod(L)))
  s <- ifelse(colSums(L)[o] < 0, -1, 1)
  list(L = sweep(L[, o, drop = FALSE], 2, s, "*"), phi = phi[o, o, drop = FALSE] * outer(s, s))
}
turn <- function(k) if (k == 1) diag(1) else qr.Q(qr(matrix(rnorm(k * k), k)))
set.seed(1)`;

/** varimax() from several positions; it stops where its criterion is flat, so the planes are then turned by Kaiser's angle until none moves. */
export const R_VARIMAX = `varimax_criterion <- function(L) {
  z <- (L / sqrt(rowSums(L^2)))^2
  sum(colMeans(z^2) - colMeans(z)^2)
}
best_varimax <- function(L) {
  k <- ncol(L)
  if (k < 2) return(L)
  tried <- lapply(1:6, function(i) unclass(varimax(L %*% (if (i == 1) diag(k) else turn(k)), eps = 1e-10)$loadings))
  best <- tried[[which.max(sapply(tried, varimax_criterion))]]
  h <- sqrt(rowSums(best^2))
  z <- best / h
  for (sweep in 1:100) {
    moved <- 0
    for (a in 1:(k - 1)) for (b in (a + 1):k) {
      q <- (z[, a] + 1i * z[, b])^2
      angle <- Arg(mean(q^2) - mean(q)^2) / 4
      z[, c(a, b)] <- z[, c(a, b)] %*% matrix(c(cos(angle), sin(angle), -sin(angle), cos(angle)), 2)
      moved <- max(moved, abs(angle))
    }
    if (moved < 1e-14) break
  }
  z * h
}`;

/** Quasi-Newton from several positions, over matrices whose columns are scaled to length 1; then Newton steps to a zero gradient. */
export const R_OBLIMIN = `oblimin <- function(A, normalise) {
  w <- if (normalise) sqrt(rowSums(A^2)) else rep(1, nrow(A))
  A <- A / w
  k <- ncol(A)
  others <- matrix(1, k, k) - diag(k)
  unit <- function(x) sweep(matrix(x, k), 2, sqrt(colSums(matrix(x, k)^2)), "/")
  pattern <- function(T) A %*% t(solve(T))
  f <- function(x) tryCatch({ L <- pattern(unit(x)); sum(L^2 * (L^2 %*% others)) / 4 }, error = function(e) 1e10)
  g <- function(x) {
    T <- unit(x)
    L <- pattern(T)
    G <- -t(t(L) %*% (L * (L^2 %*% others)) %*% solve(T))
    c(sweep(G - T %*% diag(colSums(T * G), k), 2, sqrt(colSums(matrix(x, k)^2)), "/"))
  }
  tried <- lapply(1:3, function(i) optim(c(if (i == 1) diag(k) else turn(k)), f, g, method = "BFGS", control = list(maxit = 300, reltol = 1e-10)))
  x <- c(unit(tried[[which.min(sapply(tried, function(t) t$value))]]$par))
  for (i in 1:5) {
    if (max(abs(g(x))) < 1e-13) break
    H <- optimHess(x, f, g, control = list(ndeps = rep(1e-5, k^2)))
    for (m in 1:k) { at <- (m - 1) * k + 1:k; H[at, at] <- H[at, at] + tcrossprod(x[at]) }
    x <- c(unit(x - solve(H, g(x))))
  }
  c(arrange(pattern(unit(x)) * w, crossprod(unit(x))), f = f(x))
}`;
