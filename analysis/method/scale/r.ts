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
  starts <- c(list((1 - 0.5 * m / p) / diag(solve(R))), lapply(c(0.2, 0.5, 0.8), rep, p))
  tried <- lapply(starts, function(s) optim(pmin(pmax(s, 0.005), 1), f, g, method = "L-BFGS-B", lower = 0.005, upper = 1,
                                            control = list(parscale = rep(0.01, p), factr = 10, maxit = 1000)))
  psi <- tried[[which.min(sapply(tried, function(t) t$value))]]$par
  for (i in 1:6) {
    free <- psi > 0.005 + 1e-9 & psi < 1
    if (!any(free)) break
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

/** varimax stops where its criterion is flat; called again on its own result it goes on. */
export const R_VARIMAX = `varimax_criterion <- function(L) {
  z <- (L / sqrt(rowSums(L^2)))^2
  sum(colMeans(z^2) - colMeans(z)^2)
}
best_varimax <- function(L) {
  if (ncol(L) < 2) return(L)
  tried <- lapply(1:6, function(i) unclass(varimax(L %*% (if (i == 1) diag(ncol(L)) else turn(ncol(L))), eps = 1e-12)$loadings))
  best <- tried[[which.max(sapply(tried, varimax_criterion))]]
  for (i in 1:200) {
    again <- unclass(varimax(best, eps = 1e-15)$loadings)
    moved <- max(abs(again - best))
    best <- again
    if (moved < 1e-14) break
  }
  best
}`;

/** Gradient projection on the oblique manifold (Jennrich 2002). */
export const R_OBLIMIN = `oblimin <- function(A, normalise) {
  w <- if (normalise) sqrt(rowSums(A^2)) else rep(1, nrow(A))
  A <- A / w
  k <- ncol(A)
  others <- matrix(1, k, k) - diag(k)
  place <- function(T) {
    L <- A %*% t(solve(T))
    Q <- L * (L^2 %*% others)
    G <- -t(t(L) %*% Q %*% solve(T))
    S <- G - T %*% diag(colSums(T * G), k)
    list(T = T, L = L, f = sum(L * Q) / 4, S = S, s = sqrt(sum(S^2)))
  }
  descend <- function(at, until, most) {
    step <- 1
    for (i in 1:most) {
      if (at$s < until) break
      step <- 2 * step
      for (j in 1:40) {
        X <- at$T - step * at$S
        new <- place(sweep(X, 2, sqrt(colSums(X^2)), "/"))
        if (at$f - new$f > 0.5 * at$s^2 * step || (abs(at$f - new$f) < 1e-14 && new$s < at$s)) break
        step <- step / 2
      }
      if (j == 40) break
      at <- new
    }
    at
  }
  tried <- lapply(1:6, function(i) descend(place(if (i == 1) diag(k) else turn(k)), 1e-4, 500))
  at <- descend(tried[[which.min(sapply(tried, function(t) t$f))]], 1e-11, 5000)
  c(arrange(at$L * w, crossprod(at$T)), f = at$f)
}`;
