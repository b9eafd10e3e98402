export { drawSample, retireDrawnSample, type Drawn, type DrawInput, type DrawnStratum } from './draw.ts';
export { sampleOverview, type SampleOverview } from './overview.ts';
export { clustersDrawn, previewSample, MOST_STRATA, type PlannedStratum, type SamplePreview } from './preview.ts';
export { iccOf, rateOf, sampleSpecOf, seedOf, SEED_MAX, stratumName, type SampleSpec } from './spec.ts';
