/** Every spec there is: what a plan stores, the workbench sends and `run` takes. A test compares it with the registry. */
import type { CorrelationSpec } from './method/associate/correlation.ts';
import type { PolychoricSpec, PolychoricCountsSpec } from './method/associate/polychoric.ts';
import type { AnovaWelchSpec, AnovaWelchSummarySpec } from './method/compare/anova-welch.ts';
import type { AnovaSpec, AnovaSummarySpec } from './method/compare/anova.ts';
import type { IccSpec, IccSummarySpec } from './method/compare/icc.ts';
import type { KruskalWallisSpec, DunnSpec } from './method/compare/kruskal-wallis.ts';
import type { LeveneSpec } from './method/compare/levene.ts';
import type { MannWhitneySpec } from './method/compare/mann-whitney.ts';
import type { TukeySpec, TukeySummarySpec, GamesHowellSpec, GamesHowellSummarySpec } from './method/compare/range-tests.ts';
import type { TPairedSpec, TPairedSummarySpec } from './method/compare/t-paired.ts';
import type { TTestSpec, TTestSummarySpec } from './method/compare/t-test.ts';
import type { WilcoxonSpec } from './method/compare/wilcoxon.ts';
import type { AgreementSpec } from './method/crosstab/agreement.ts';
import type { CrosstabCountsSpec } from './method/crosstab/crosstab-counts.ts';
import type { CrosstabSpec } from './method/crosstab/crosstab.ts';
import type { PairedSpec, PairedCountsSpec } from './method/crosstab/paired.ts';
import type { BatteryTableSpec } from './method/describe/battery-table.ts';
import type { DescribeSpec } from './method/describe/describe.ts';
import type { FrequenciesSpec } from './method/describe/frequencies.ts';
import type { MeansSpec } from './method/describe/means.ts';
import type { MultipleResponseSpec } from './method/describe/multiple-response.ts';
import type { FollowUpExtractionSpec } from './method/extraction/spec.ts';
import type { FamilySpec } from './method/family/family.ts';
import type { LogisticSpec } from './method/model/logistic.ts';
import type { MixedSpec } from './method/model/mixed.ts';
import type { OlsSpec } from './method/model/ols.ts';
import type { PAdjustSpec } from './method/plan/adjust.ts';
import type { PowerAnovaSpec, PowerChisqSpec } from './method/plan/anova.ts';
import type { PowerCorrelationSpec } from './method/plan/correlation.ts';
import type { MarginOfErrorSpec } from './method/plan/margin.ts';
import type { PowerTwoSharesSpec } from './method/plan/shares.ts';
import type { PowerTTestSpec, PowerPairedSpec } from './method/plan/t-test.ts';
import type { ProofMeanSpec, ProofTotalSpec, ProofBandSpec } from './method/proof/means.ts';
import type { ProofPercentagesSpec, ProofHundredSpec, ProofPartsSpec } from './method/proof/percentages.ts';
import type { ProofCorrelationSpec, ProofStatisticSpec, ProofFlagSpec } from './method/proof/significance.ts';
import type { ProofTablesSpec } from './method/proof/tables.ts';
import type { BandsSpec } from './method/recode/bands.ts';
import type { NaturalBreaksSpec } from './method/recode/natural-breaks.ts';
import type { QuantileGroupsSpec } from './method/recode/quantile-groups.ts';
import type { ResponseForecastSpec } from './method/response/forecast.ts';
import type { GoodnessOfFitSpec } from './method/response/goodness-of-fit.ts';
import type { NonresponseModelSpec, NonresponseModelCountsSpec } from './method/response/model.ts';
import type { NonresponseSpec, NonresponseCountsSpec } from './method/response/nonresponse.ts';
import type { RIndicatorSpec, RIndicatorCountsSpec } from './method/response/r-indicator.ts';
import type { WhoToRemindSpec } from './method/response/remind.ts';
import type { ResponseRatesSpec, ResponseRatesCountsSpec } from './method/response/rates.ts';
import type { AdequacySpec } from './method/scale/adequacy.ts';
import type { AlphaSpec } from './method/scale/alpha.ts';
import type { FactorAnalysisSpec } from './method/scale/factor-analysis.ts';
import type { MeanIndexSpec } from './method/scale/mean-index.ts';
import type { OmegaSpec } from './method/scale/omega.ts';
import type { ParallelSpec } from './method/scale/parallel.ts';
import type { SurveyCrosstabSpec } from './method/survey/crosstab.ts';
import type { SurveyFrequenciesSpec } from './method/survey/frequencies.ts';
import type { SurveyMeanSpec } from './method/survey/mean.ts';
import type { SurveyOlsSpec } from './method/survey/ols.ts';
import type { PoststratifiedSpec } from './method/survey/poststratified.ts';
import type { WeightSummarySpec } from './method/weight/summary.ts';
import type { PoststratifySpec, RakeSpec } from './weight/make.ts';

export type Spec =
	| PoststratifySpec
	| RakeSpec
	| AgreementSpec
	| CorrelationSpec
	| PolychoricSpec
	| PolychoricCountsSpec
	| AnovaWelchSpec
	| AnovaWelchSummarySpec
	| AnovaSpec
	| AnovaSummarySpec
	| IccSpec
	| IccSummarySpec
	| KruskalWallisSpec
	| DunnSpec
	| LeveneSpec
	| MannWhitneySpec
	| TukeySpec
	| TukeySummarySpec
	| GamesHowellSpec
	| GamesHowellSummarySpec
	| TPairedSpec
	| TPairedSummarySpec
	| TTestSpec
	| TTestSummarySpec
	| WilcoxonSpec
	| CrosstabCountsSpec
	| CrosstabSpec
	| PairedSpec
	| PairedCountsSpec
	| BatteryTableSpec
	| DescribeSpec
	| FrequenciesSpec
	| MeansSpec
	| MultipleResponseSpec
	| FamilySpec
	| FollowUpExtractionSpec
	| LogisticSpec
	| MixedSpec
	| OlsSpec
	| PAdjustSpec
	| PowerAnovaSpec
	| PowerChisqSpec
	| PowerCorrelationSpec
	| MarginOfErrorSpec
	| PowerTwoSharesSpec
	| PowerTTestSpec
	| PowerPairedSpec
	| ProofMeanSpec
	| ProofTotalSpec
	| ProofBandSpec
	| ProofPercentagesSpec
	| ProofHundredSpec
	| ProofPartsSpec
	| ProofCorrelationSpec
	| ProofStatisticSpec
	| ProofFlagSpec
	| ProofTablesSpec
	| BandsSpec
	| NaturalBreaksSpec
	| QuantileGroupsSpec
	| GoodnessOfFitSpec
	| NonresponseModelSpec
	| NonresponseModelCountsSpec
	| NonresponseSpec
	| NonresponseCountsSpec
	| RIndicatorSpec
	| RIndicatorCountsSpec
	| ResponseRatesSpec
	| ResponseRatesCountsSpec
	| WhoToRemindSpec
	| ResponseForecastSpec
	| AdequacySpec
	| AlphaSpec
	| FactorAnalysisSpec
	| MeanIndexSpec
	| OmegaSpec
	| ParallelSpec
	| SurveyCrosstabSpec
	| SurveyFrequenciesSpec
	| SurveyMeanSpec
	| SurveyOlsSpec
	| PoststratifiedSpec
	| WeightSummarySpec;
