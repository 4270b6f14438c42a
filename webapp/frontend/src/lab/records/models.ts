/** What the lab says of its models: webapp/lab/answers/models.py. */

export type Topic = "charts" | "popularity" | "streams" | "releases" | "mood" | "descriptors";

export interface TopicFacts {
  readonly topic: string;
  readonly ready: boolean;
  readonly why: string;
  readonly version: string | null;
  readonly made_at: string | null;
  readonly data_cutoff: string | null;
  readonly n_rows: number | null;
  readonly metric: string | null;
  readonly score: number | null;
  readonly baseline: number | null;
  readonly higher_is_better: boolean | null;
  readonly train_seconds: number | null;
}

export interface TopicsAnswer {
  readonly topics: readonly TopicFacts[];
}

export interface ReportRow {
  readonly model: string;
  readonly metric: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export interface Quality {
  readonly topic: string;
  readonly version: string;
  readonly made_at: string;
  readonly data_cutoff: string | null;
  readonly protocol: string;
  readonly findings: readonly string[];
  readonly rows: readonly ReportRow[];
}

export interface Version {
  readonly version: string;
  readonly is_current: boolean;
  readonly made_at: string;
  readonly data_cutoff: string | null;
  readonly n_rows: number;
  readonly metric: string;
  readonly score: number | null;
  readonly baseline: number | null;
  readonly train_seconds: number | null;
}

export interface TopicVersions {
  readonly topic: string;
  readonly versions: readonly Version[];
}

/** Fields at their default are left out. */
export interface TrainingRun {
  readonly run_id: string;
  readonly topic: string;
  readonly started_at: string;
  readonly seconds: number;
  readonly outcome: string;
  readonly version?: string;
  readonly message?: string;
  readonly source?: string;
  readonly n_rows?: number;
  readonly data_cutoff?: string | null;
  readonly metric?: string;
  readonly score?: number | null;
  readonly baseline?: number | null;
}

export interface ModelsAnswer {
  readonly topics: readonly TopicVersions[];
  readonly runs: readonly TrainingRun[];
}
