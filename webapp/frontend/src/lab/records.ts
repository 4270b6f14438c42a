/** The short names by which the lab's pages know the API's records; api/schema.ts is made of the OpenAPI document. */

import type * as schema from "../api/schema";

export type {
  Backtest,
  BandAnswer as Band,
  ChartsAnswer,
  ComparedSong,
  ComparisonAnswer as Comparison,
  ConfusionAnswer as Confusion,
  ContributionAnswer as Contribution,
  CurveAnswer as Curve,
  CurvesAnswer,
  FeatureField as FeatureRange,
  ForecastAnswer as Forecast,
  ForecastItem,
  HeardFeature,
  KnownArtists,
  MatchAnswer as Match,
  ModelsAnswer,
  PopularityAnswer,
  PopularityForms,
  QualityAnswer as Quality,
  ReleasesAnswer,
  ReliabilityCurve,
  ReportRow,
  SentTable,
  SoundFeaturesAnswer as SoundFeatures,
  StreamsAnswer,
  StreamsSummary as StreamsFacts,
  TablesAnswer,
  TopicAnswer as TopicFacts,
  TopicsAnswer,
  TopicVersions,
  TopSong,
  TrainingRun,
  VersionFacts as Version,
} from "../api/schema";

/** A form's numbers by the names that the server gave it: the server knows which there are. */
export type Features = Readonly<Record<string, number>>;

/** A form always says everything. */
type Filled<Question> = Required<Omit<Question, "features">>;

export type PopularityQuestion = Filled<schema.PopularityQuestion> & { readonly features: Features };

export type SongAsked = Filled<schema.SongAsked> & { readonly features: Features | null };
