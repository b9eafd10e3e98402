export { drawSample, retireDrawnSample, type Drawn, type DrawInput, type DrawnStratum } from './draw.ts';
export { SAMPLE_FORMATS, sampleFile, type SampleFormat } from './file.ts';
export { sampleOverview, type SampleOverview } from './overview.ts';
export { clustersDrawn, previewSample, MOST_STRATA, type PlannedStratum, type SamplePreview } from './preview.ts';
export { readable } from './problems.ts';
export { iccOf, rateOf, sampleSpecOf, seedOf, SEED_MAX, stratumName, type SampleSpec } from './spec.ts';
