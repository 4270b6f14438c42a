/** The records of the API, made by `python -m infra.setup.api_types`: what is changed here by hand is lost. */

/** An account, as admins see it. */
export interface AccountAnswer {
  readonly account: string;
  readonly name: string;
  readonly role: "admin" | "guest" | "listener";
  readonly made_at: string;
  readonly used_at: string | null;
  readonly has_login: boolean;
  readonly is_me: boolean;
}

/** Every account by name. */
export interface AccountsAnswer {
  readonly items: readonly AccountAnswer[];
}

/** One thing a listener did (topic `segue.activity`, key `listener_id`). */
export interface ActivityEvent {
  readonly event_id: string;
  readonly listener_id: string;
  readonly kind:
    | "disliked"
    | "finished"
    | "left"
    | "liked"
    | "progressed"
    | "queued"
    | "rated"
    | "searched"
    | "shown"
    | "skipped"
    | "started"
    | "steered"
    | "unliked";
  readonly occurred_at: string;
  readonly session_id?: string;
  readonly track_id?: string | null;
  readonly position_s?: number | null;
  readonly duration_s?: number | null;
  readonly slate_id?: string | null;
  readonly rating?: number | null;
  readonly steering?: Steering | null;
  readonly shown_picks?: readonly ShownPick[];
  readonly model_version?: string;
  readonly arm?: string;
  readonly source?: string;
  readonly schema_version?: number;
  readonly recorded_at?: string | null;
}

/** Add tracks behind an entry. */
export interface Add {
  readonly kind: "add";
  readonly entries: readonly NewEntry[];
  readonly after?: string | null;
}

/** A folder that is to be a library. */
export interface AddLibraryQuestion {
  readonly path: string;
  readonly name?: string;
  readonly is_everybodys?: boolean;
}

/** An album as lists show it. */
export interface AlbumAnswer {
  readonly album_id: string;
  readonly title: string;
  readonly artist: string;
  readonly artist_id: string;
  readonly year: number | null;
  readonly n_tracks: number;
  readonly duration_s: number;
  readonly cover_url: string;
}

/** An album with its tracks, in order of disc and number. */
export interface AlbumDetail {
  readonly album_id: string;
  readonly title: string;
  readonly artist: string;
  readonly artist_id: string;
  readonly year: number | null;
  readonly n_tracks: number;
  readonly duration_s: number;
  readonly cover_url: string;
  readonly tracks: readonly TrackAnswer[];
  readonly discs: readonly DiscAnswer[];
}

/** Some albums of a longer list. */
export interface AlbumPage {
  readonly items: readonly AlbumAnswer[];
  readonly next_cursor: string | null;
  readonly total: number;
}

/** A track that sounds like the one asked about. */
export interface AlikeAnswer {
  readonly track: TrackAnswer;
  readonly closeness: number;
  readonly why: readonly WhyAnswer[];
  readonly facts: string;
}

/** An artist who sounds like the one asked about. */
export interface AlikeArtistAnswer {
  readonly artist: ArtistAnswer;
  readonly likeness: number;
}

/** Who sounds alike, nearest first. */
export interface AlikeArtistList {
  readonly items: readonly AlikeArtistAnswer[];
  readonly model_version: string;
}

/** What sounds alike, closest first. */
export interface AlikeList {
  readonly items: readonly AlikeAnswer[];
  readonly model_version: string;
}

/** One arrangement. */
export interface ArrangementAnswer {
  readonly arrangement_id: string;
  readonly name: string;
  readonly revision: number;
  readonly changed_at: string;
  readonly places: readonly OwnPlace[];
}

/** What an arrangement is to be from now on. */
export interface ArrangementChange {
  readonly name: string;
  readonly places: readonly OwnPlace[];
  readonly revision: number;
}

/** One arrangement without its places. */
export interface ArrangementSummary {
  readonly arrangement_id: string;
  readonly name: string;
  readonly revision: number;
  readonly changed_at: string;
  readonly n_places: number;
}

/** All of the asking listener's, the last changed first. */
export interface ArrangementsAnswer {
  readonly items: readonly ArrangementSummary[];
}

/** An artist as lists show it. */
export interface ArtistAnswer {
  readonly artist_id: string;
  readonly name: string;
  readonly n_tracks: number;
  readonly n_albums: number;
  readonly cover_url: string | null;
}

/** An artist with their albums and the first 500 tracks. */
export interface ArtistDetail {
  readonly artist_id: string;
  readonly name: string;
  readonly n_tracks: number;
  readonly n_albums: number;
  readonly cover_url: string | null;
  readonly albums: readonly AlbumAnswer[];
  readonly tracks: readonly TrackAnswer[];
}

/** Some artists of a longer list. */
export interface ArtistPage {
  readonly items: readonly ArtistAnswer[];
  readonly next_cursor: string | null;
  readonly total: number;
}

/** How to scan. */
export interface AskScanQuestion {
  readonly retry_rejected?: boolean;
}

/** What is known of a track's sound, in Spotify's terms and ranges. */
export interface AudioFeatures {
  /** How suitable for dancing */
  readonly danceability: number;
  /** How intense and active */
  readonly energy: number;
  /** Pitch class, 0 is C; -1: none */
  readonly key: number;
  /** Loudness on average */
  readonly loudness: number;
  /** 1 is major, 0 is minor */
  readonly mode: number;
  /** Share of spoken words */
  readonly speechiness: number;
  /** How acoustic */
  readonly acousticness: number;
  /** How little singing */
  readonly instrumentalness: number;
  /** Whether there is an audience */
  readonly liveness: number;
  /** How happy it sounds */
  readonly valence: number;
  /** Beats a minute; 0: none */
  readonly tempo: number;
  /** Beats in a bar */
  readonly time_signature: number;
  /** Length */
  readonly duration_ms: number;
}

/** How the model did on weeks it had not seen, beside saying that nothing changes. */
export interface Backtest {
  readonly metric: string;
  readonly model: number;
  readonly persistence: number;
  readonly gain_points: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n_weeks: number;
}

/** How probable one band of popularity is. */
export interface BandAnswer {
  readonly band: string;
  readonly probability: number;
}

/** What the honest baseline says of the same song. */
export interface BaselineAnswer {
  readonly model: string;
  readonly expected: number;
  readonly bands: readonly BandAnswer[];
}

/** Between which values the places lie, on each axis. */
export interface BoxHeader {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** What is to change; what is not given stays. */
export interface ChangeLibraryQuestion {
  readonly name?: string | null;
  readonly is_watched?: boolean | null;
}

/** What is to be corrected: unset stays as it is, None is taken back to what the file says. */
export interface Changes {
  readonly title?: string | null;
  readonly artist?: string | null;
  readonly album?: string | null;
  readonly album_artist?: string | null;
  readonly genres?: readonly string[] | null;
  readonly track_number?: number | null;
  readonly disc_number?: number | null;
  readonly year?: number | null;
  readonly cover?: string | null;
}

/** What a chart's best forecast that is not stale expects of a real song. */
export interface ChartChance {
  readonly chart: string;
  readonly week: string;
  readonly chance: number;
}

/** Which of next week's charts; nothing at all asks for the best model's top 50. */
export interface ChartQuestion {
  readonly model_type?:
    | "arima"
    | "best"
    | "boosting"
    | "drift"
    | "ensemble"
    | "lstm"
    | "moving average"
    | "persistence";
  readonly n?: number;
  readonly week?: string | null;
  readonly genre?: string | null;
  readonly chart?: string | null;
}

/** One chart that can be forecast. */
export interface ChartSummary {
  readonly chart: string;
  readonly weeks: number;
  readonly first_week: string;
  readonly last_week: string;
  readonly n_songs: number;
  readonly models: readonly string[];
}

/** Every chart that can be forecast. */
export interface ChartsAnswer {
  readonly charts: readonly ChartSummary[];
  readonly model_version: string;
}

/** Somebody who edits a playlist with its owner. */
export interface CollaboratorAnswer {
  readonly listener_id: string;
  readonly name: string;
}

/** One quantity that follows. */
export interface ColumnHeader {
  readonly name: string;
  readonly unit: string;
  readonly scale: "categories" | "linear" | "log";
  readonly low: number;
  readonly high: number;
  readonly categories: readonly string[];
  readonly origin: "estimated" | "listening" | "measured" | "tags";
}

/** One song beside the others. */
export interface ComparedSong {
  readonly name: string;
  readonly track_id: string | null;
  readonly rank: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly bands: readonly BandAnswer[];
  readonly contributions: readonly ContributionAnswer[];
  readonly outside: readonly string[];
  readonly features: readonly HeardFeature[];
}

/** All songs, the most promising first. */
export interface ComparisonAnswer {
  readonly items: readonly ComparedSong[];
  readonly beats: readonly (readonly number[])[];
  readonly artist_case: "given" | "known" | "unknown";
  readonly base: number;
  readonly notes: readonly string[];
  readonly model: string;
  readonly model_version: string;
}

/** Which of these should be the single. */
export interface ComparisonQuestion {
  readonly songs: readonly SongAsked[];
  readonly genre?: string | null;
  readonly artist?: string | null;
  readonly artist_popularity?: number | null;
}

/** Out of fold: row is the true band, column the most probable one. */
export interface ConfusionAnswer {
  readonly case: string;
  readonly bands: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** What one fact adds to the expected popularity; `base` and all effects add up to it. */
export interface ContributionAnswer {
  readonly feature: string;
  readonly value: number | string | null;
  readonly effect: number;
}

/** A composer, writer, producer or label of a track. */
export interface ContributorAnswer {
  readonly kind: "composer" | "label" | "producer" | "writer";
  readonly name: string;
  readonly key: string;
}

/** What was done, and what undoes it. */
export interface CorrectAnswer {
  readonly n_corrected: number;
  readonly undo: readonly CorrectQuestion[];
}

/** What is to be corrected of which tracks: a field left out stays as it is, null is taken back. */
export interface CorrectQuestion {
  readonly track_ids: readonly string[];
  readonly fields: Changes;
}

/** A picture that is kept; a track that gets it for `cover` shows it. */
export interface CoverAnswer {
  readonly cover: string;
}

/** How the expected popularity moves with one feature while the others stay. */
export interface CurveAnswer {
  readonly feature: string;
  readonly unit: string;
  readonly value: number;
  readonly known_low: number;
  readonly known_high: number;
  readonly points: readonly CurvePoint[];
}

/** One point of an effect curve. */
export interface CurvePoint {
  readonly x: number;
  readonly expected: number;
}

/** One curve a feature. */
export interface CurvesAnswer {
  readonly curves: readonly CurveAnswer[];
  readonly model_version: string;
}

/** What makes the list. */
export interface Definition {
  readonly rules?: Group;
  readonly sort?: readonly SortKey[];
  readonly limit?: Limit | null;
  readonly refresh?: "always" | "daily" | "manually" | "weekly";
  readonly time_zone?: string;
}

/** A playlist that was deleted, and can be restored. */
export interface DeletedAnswer {
  readonly playlist_id: string;
}

/** One that is gone. */
export interface DeletedArrangement {
  readonly arrangement_id: string;
}

/** Say what the playlist is about. */
export interface Describe {
  readonly kind: "describe";
  readonly description: string;
}

/** One disc of an album: the next so many of its tracks. */
export interface DiscAnswer {
  readonly number: number;
  readonly n_tracks: number;
  readonly duration_s: number;
}

/** Take a collaborator out: the owner anybody, and everybody themselves. The invitation counts no more, either. */
export interface Dismiss {
  readonly kind: "dismiss";
  readonly listener_id: string;
}

/** What became of operations. */
export interface EditAnswer {
  readonly playlist: PlaylistDetail;
  readonly duplicates: readonly string[];
}

/** The fields of a track that can be corrected, as they are now. */
export interface EditableTrack {
  readonly track_id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly album_artist: string;
  readonly genres: readonly string[];
  readonly track_number: number | null;
  readonly disc_number: number | null;
  readonly year: number | null;
  readonly cover_url: string;
  readonly corrected: readonly string[];
}

/** One place of a playlist. */
export interface EntryAnswer {
  readonly entry_id: string;
  readonly track: TrackAnswer | null;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly duration_s: number | null;
  readonly location: string;
}

/** One part of the library. */
export interface FacetAnswer {
  readonly key: string;
  readonly name: string;
  readonly n_tracks: number;
}

/** Some parts of a longer list. */
export interface FacetPage {
  readonly items: readonly FacetAnswer[];
  readonly next_cursor: string | null;
  readonly total: number;
}

/** Whether an album or artist is liked now. */
export interface FavouriteAnswer {
  readonly target_id: string;
  readonly liked: boolean;
}

/** One of the 13, with what the training tracks were like. */
export interface FeatureField {
  readonly name: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly default: number;
  readonly what: string;
  readonly known_low: number;
  readonly known_high: number;
}

/** File the playlist in one of the owner's folders; an empty name takes it out. */
export interface FileIn {
  readonly kind: "file_in";
  readonly folder: string;
}

/** Next week's chart. */
export interface ForecastAnswer {
  readonly chart: string;
  readonly week: string;
  readonly data_up_to: string;
  readonly asked: string;
  readonly model_type: string;
  readonly fell_back: string;
  readonly model_version: string;
  readonly verdict: string;
  readonly backtest: Backtest | null;
  readonly items: readonly ForecastItem[];
  readonly message: string;
}

/** One song of next week's chart. */
export interface ForecastItem {
  readonly position: number;
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly chance: number;
  readonly rank_now: number | null;
  readonly move: number | null;
  readonly is_new: boolean;
  readonly history: readonly HistoryWeek[];
}

/** One track of a list that segue made. */
export interface GeneratedItem {
  readonly track: TrackAnswer;
  readonly reason: string;
  readonly step: number | null;
  readonly is_chosen: boolean;
}

/** A list that segue made; it is not kept. */
export interface GeneratedListAnswer {
  readonly name: string;
  readonly items: readonly GeneratedItem[];
  readonly left_out: readonly LeftOutItem[];
  readonly message: string;
  readonly duration_s: number;
  readonly largest_step: number | null;
  readonly model_version: string;
}

/** Several lists that segue made. */
export interface GeneratedListsAnswer {
  readonly lists: readonly GeneratedListAnswer[];
}

/** A genre and how many tracks have it. */
export interface GenreAnswer {
  readonly name: string;
  readonly n_tracks: number;
  readonly cover_url: string;
}

/** All genres, by name. */
export interface GenreList {
  readonly items: readonly GenreAnswer[];
}

/** Where a song would stand with its knobs turned, and what is there. */
export interface GhostAnswer {
  readonly version: string;
  readonly position: readonly [number, number, number];
  readonly spread: readonly [number, number, number];
  readonly n_like: number;
  readonly is_empty: boolean;
  readonly knobs: readonly GhostKnob[];
  readonly nearest: readonly GhostNeighbour[];
  readonly moods: readonly MoodShare[] | null;
  readonly popularity: GhostPopularity | null;
  readonly next_week: ChartChance | null;
}

/** A feature of the song that can be turned: one that is known of it. */
export interface GhostKnob {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly original: number;
  readonly low: number;
  readonly high: number;
}

/** A real song that comes near. */
export interface GhostNeighbour {
  readonly row: number;
  readonly track: TrackAnswer;
  readonly closeness: number;
  readonly differences: Readonly<Record<string, number>>;
  readonly next_week: ChartChance | null;
}

/** How popular a song with such features would be, 0 to 100, with an 80 % interval. */
export interface GhostPopularity {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** Rules of which all, or any, must hold; the topmost one may be empty, and then lets everything in. */
export interface Group {
  readonly kind: "group";
  readonly match?: "all" | "any";
  readonly rules?: readonly (Rule | Group)[];
}

/** The rates of picks of one source or place; one of which nothing was counted is not among them. */
export interface GroupRates {
  readonly group: string;
  readonly rates: readonly PickRate[];
}

/** Whether everything works. */
export interface HealthAnswer {
  readonly ready: boolean;
  readonly parts: readonly PartAnswer[];
}

/** One of the 13 of a song, and how it is known. */
export interface HeardFeature {
  readonly name: string;
  readonly value: number;
  readonly how: "estimated" | "measured" | "typed";
  readonly trust: number | null;
  readonly is_weak: boolean;
}

/** A track, and how often and when the asking listener played it. */
export interface HeardTrack {
  readonly track_id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly album_id: string;
  readonly artist_id: string;
  readonly genres: readonly string[];
  readonly track_number: number | null;
  readonly duration_s: number | null;
  readonly playable: "direct" | "no" | "transcode";
  readonly audio_url: string;
  readonly cover_url: string;
  readonly plays: number;
  readonly last_played_at: string | null;
}

/** A whole list of tracks with the asking listener's plays. */
export interface HeardTrackList {
  readonly items: readonly HeardTrack[];
}

/** Some tracks of a longer list, with the asking listener's plays. */
export interface HeardTrackPage {
  readonly items: readonly HeardTrack[];
  readonly next_cursor: string | null;
  readonly total: number;
  readonly duration_s: number;
}

/** One file that was sent, how far it is, and what came of it. */
export interface HistoryImportAnswer {
  readonly import_id: string;
  readonly name: string;
  readonly dry_run: boolean;
  readonly state: "done" | "failed" | "reading" | "waiting";
  readonly reason: string;
  readonly sent_at: string;
  readonly share: number | null;
  readonly forms: readonly string[];
  readonly plays: number;
  readonly new: number;
  readonly known: number;
  readonly matched: number;
  readonly unmatched: number;
  readonly unmatched_songs: readonly UnmatchedSongAnswer[];
  readonly no_music: number;
  readonly bad: number;
  readonly bad_rows: readonly string[];
  readonly left_aside: readonly string[];
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly rematched: number;
  readonly told: number;
}

/** The newest imports first. */
export interface HistoryImportsAnswer {
  readonly limit_bytes: number;
  readonly items: readonly HistoryImportAnswer[];
}

/** One past week of a song; no rank and no score where it was not on the chart. */
export interface HistoryWeek {
  readonly week: string;
  readonly score: number | null;
  readonly rank: number | null;
}

/** The playlist that a file made. */
export interface ImportAnswer {
  readonly playlist: PlaylistAnswer;
  readonly n_found: number;
  readonly n_missing: number;
}

/** Rules that most of the tracks fit, the rarest trait first. */
export interface InCommonAnswer {
  readonly definition: Definition;
  readonly lifts: readonly number[];
  readonly n_given: number;
  readonly n_given_matching: number;
  readonly n_library_matching: number;
  readonly message: string;
}

/** Tracks, and where the days of the list would begin. */
export interface InCommonQuestion {
  readonly track_ids: readonly string[];
  readonly time_zone?: string;
}

/** What the similarity index in use measured when it was built. */
export interface IndexQuality {
  readonly version: string;
  readonly made_at: string;
  readonly n_tracks: number;
  readonly recall: number | null;
  readonly learned: LearnedQuality | null;
}

/** An invitation; its link is shown this once. */
export interface InvitationAnswer {
  readonly path: string;
  readonly role: "admin" | "guest" | "listener";
  readonly expires_at: string;
}

/** An invitation that somebody looks at. */
export interface InvitationQuestion {
  readonly invitation: string;
}

/** Make an invitation, by the owner: whoever has it may edit. An earlier one counts no more. */
export interface Invite {
  readonly kind: "invite";
  readonly invitation: string;
}

/** Whom to invite. */
export interface InviteQuestion {
  readonly role?: "admin" | "guest" | "listener";
  readonly account?: string;
}

/** What an invitation is for. */
export interface InvitedAnswer {
  readonly role: "admin" | "guest" | "listener";
  readonly name: string;
}

/** An invitation that somebody was given. */
export interface Join {
  readonly invitation: string;
}

/** Who takes an invitation. */
export interface JoinQuestion {
  readonly invitation: string;
  readonly name: string;
  readonly password: string;
}

/** An artist who can be asked about. */
export interface KnownArtist {
  readonly artist: string;
  readonly first_year: number;
  readonly last_year: number;
  readonly n_releases: number;
}

/** Names that begin with, contain or resemble what was typed. */
export interface KnownArtists {
  readonly artists: readonly KnownArtist[];
  readonly total: number;
  readonly first_year: number;
  readonly last_year: number;
  readonly model_version: string;
}

/** Whether what was learned from artist tags finds more of the artists that it was not learned from. */
export interface LearnedQuality {
  readonly is_used: boolean;
  readonly precision: number;
  readonly precision_without: number;
}

/** A track that would have been in the list. */
export interface LeftOutItem {
  readonly track: TrackAnswer;
  readonly reason: string;
}

/** Every library by name. */
export interface LibrariesAnswer {
  readonly items: readonly LibraryAnswer[];
  readonly has_music_outside: boolean;
}

/** One folder of music. */
export interface LibraryAnswer {
  readonly library_id: string;
  readonly name: string;
  readonly path: string;
  readonly is_watched: boolean;
  readonly visible_to: readonly string[] | null;
  readonly added_at: string;
  readonly n_tracks: number;
  readonly n_missing: number;
  readonly n_rejected: number;
  readonly last_scan: ScanAnswer | null;
}

/** The library by mood. */
export interface LibraryMoodsAnswer {
  readonly moods: readonly MoodCount[];
  readonly model_version: string;
}

/** Who sees a library, beside the admins. */
export interface LibraryVisibility {
  readonly library_id: string;
  readonly visible_to: readonly string[] | null;
}

/** Where the list ends. */
export interface Limit {
  readonly unit: "minutes" | "percent" | "tracks";
  readonly amount: number;
}

/** Who is asking. */
export interface ListenerAnswer {
  readonly listener_id: string;
}

/** Who wants to log in. */
export interface LoginQuestion {
  readonly name: string;
  readonly password: string;
}

/** Those of the tracks that exist. */
export interface LookAnswer {
  readonly items: readonly EditableTrack[];
}

/** Which tracks. */
export interface LookQuestion {
  readonly track_ids: readonly string[];
}

/** What the bytes are: as JSON inside the binary answer. */
export interface MapHeader {
  readonly version: string;
  readonly map_version: string;
  readonly method: MethodHeader;
  readonly box: BoxHeader;
  readonly columns: readonly ColumnHeader[];
  readonly regions: readonly RegionHeader[];
  readonly n_missing: number;
}

/** A song as it is known here, and how the asked names led to it. */
export interface MatchAnswer {
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly where: "catalogue" | "history" | "table";
  readonly how: "exact" | "fuzzy" | "normalised";
  readonly closeness: number;
}

/** Who asks, and what they may do. */
export interface MeAnswer {
  readonly is_known: boolean;
  readonly has_login: boolean;
  readonly listener_id: string;
  readonly name: string;
  readonly role: "admin" | "guest" | "listener" | null;
  readonly scopes: readonly ("admin" | "play" | "write")[];
  readonly has_password: boolean;
  readonly providers: readonly ProviderAnswer[];
}

/** How the places were found, and how far they can be believed. */
export interface MethodHeader {
  readonly name: string;
  readonly seed: number;
  readonly n_neighbours: number;
  readonly neighbours_kept: number | null;
  readonly global_order: number | null;
  readonly n_placed: number | null;
}

/** Every version of every topic, and what was trained lately. */
export interface ModelsAnswer {
  readonly topics: readonly TopicVersions[];
  readonly runs: readonly TrainingRun[];
}

/** The moods of one sound. */
export interface MoodAnswer {
  readonly moods: readonly MoodShare[];
  readonly outside: readonly string[];
  readonly model: string;
  readonly model_version: string;
}

/** The features of one sound; key, mode and time signature do not matter. */
export interface MoodBody {
  readonly features: AudioFeatures;
}

/** How many tracks of the library have a mood as their likeliest. */
export interface MoodCount {
  readonly mood: "Calm" | "Energetic" | "Happy" | "Sad";
  readonly n_tracks: number;
}

/** How probable one mood is; the four add up to 1. */
export interface MoodShare {
  readonly mood: "Calm" | "Energetic" | "Happy" | "Sad";
  readonly probability: number;
}

/** Move entries, in the order given, behind another one. */
export interface Move {
  readonly kind: "move";
  readonly entry_ids: readonly string[];
  readonly after?: string | null;
}

/** A track to be added, under an id that its sender makes: the same addition sent twice counts once. */
export interface NewEntry {
  readonly entry_id: string;
  readonly track_id: string;
}

/** A playlist to be made, of these tracks. */
export interface NewPlaylist {
  readonly name: string;
  readonly description?: string;
  readonly folder?: string;
  readonly visibility?: "private" | "public" | "shared";
  readonly track_ids?: readonly string[];
}

/** A smart playlist to be made. */
export interface NewSmart {
  readonly name: string;
  readonly description?: string;
  readonly folder?: string;
  readonly visibility?: "private" | "public";
  readonly definition: Definition;
}

/** How well the next track of a session is foreseen, on the newest fifth of the sessions, 0..1. */
export interface NextTrackQuality {
  readonly n: number;
  readonly hit_rate: number;
  readonly hit_rate_low: number | null;
  readonly hit_rate_high: number | null;
  readonly hit_rate_best_single: number;
  readonly hit_rate_popularity: number | null;
  readonly mrr: number;
  readonly mrr_best_single: number;
}

/** What rolls out beside a track. */
export interface NodeAnswer {
  readonly version: string;
  readonly row: number;
  readonly track: TrackAnswer;
  readonly position: readonly [number, number, number];
  readonly region: string;
  readonly quantities: readonly NodeQuantity[];
  readonly neighbours: readonly NodeNeighbour[];
  readonly connections: readonly NodeConnection[];
}

/** What a track shares with others. */
export interface NodeConnection {
  readonly kind: "album" | "artist" | "composer" | "label" | "producer" | "writer";
  readonly name: string;
  readonly n_tracks: number;
  readonly rows: readonly number[];
}

/** A track that truly sounds alike, by all that was measured. */
export interface NodeNeighbour {
  readonly row: number;
  readonly track: TrackAnswer;
  readonly closeness: number;
  readonly is_kept: boolean;
}

/** One quantity of a track, against the library. */
export interface NodeQuantity {
  readonly name: string;
  readonly value: number | null;
  readonly text: string;
  readonly unit: string;
  readonly level: number | null;
  readonly origin: "estimated" | "listening" | "measured" | "tags";
}

/** What to do, in this order, all or nothing. */
export interface Operations {
  readonly operations: readonly (
    | Add
    | Move
    | Remove
    | PutBack
    | Rename
    | Describe
    | FileIn
    | Show
    | Invite
    | Dismiss
  )[];
  readonly duplicates?: "add" | "ask" | "skip";
}

/** What the asking listener likes and has turned away, as far as it has been taken in. */
export interface OpinionsAnswer {
  readonly liked: readonly string[];
  readonly rated: Readonly<Record<string, number>>;
  readonly albums: readonly string[];
  readonly artists: readonly string[];
  readonly turned_away: readonly TurnedAway[];
}

/** Where a listener has put a track. */
export interface OwnPlace {
  readonly track_id: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** One part of what serving needs. */
export interface PartAnswer {
  readonly name: string;
  readonly ready: boolean;
  readonly why: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** A change of the own password. */
export interface PasswordQuestion {
  readonly old: string;
  readonly new: string;
}

/** One recommended track. */
export interface Pick {
  readonly track_id: string;
  readonly score: number;
  readonly source: string;
  readonly reason: string;
  readonly contributions: Readonly<Record<string, number>>;
  readonly team?: string;
}

/** Of how many picks something was done; `low` and `high` are Wilson's 95 % interval, shares 0..1. */
export interface PickRate {
  readonly name: "early_skips" | "finishes" | "likes" | "plays";
  readonly n: number;
  readonly n_done: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly is_few: boolean;
}

/** How good the picks of this instance are; of all listeners together, none of them is named. */
export interface PicksQuality {
  readonly counted_at: string;
  readonly shown: ShownQuality;
  readonly index: IndexQuality | null;
  readonly sessions: SessionsQuality | null;
}

/** One play of the asking listener. */
export interface PlayAnswer {
  readonly play_id: string;
  readonly played_at: string;
  readonly track: TrackAnswer;
}

/** Plays, newest first. */
export interface PlayPage {
  readonly items: readonly PlayAnswer[];
  readonly next_cursor: string | null;
}

/** What was played, what plays and what comes. */
export interface PlayQueue {
  readonly entries?: readonly QueuedTrack[];
  readonly index?: number;
  readonly position_s?: number;
  readonly device?: string;
  readonly saved_at?: string | null;
}

/** A playlist as lists show it. */
export interface PlaylistAnswer {
  readonly playlist_id: string;
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly visibility: "private" | "public" | "shared";
  readonly owner: string;
  readonly owner_name: string;
  readonly is_own: boolean;
  readonly may_edit: boolean;
  readonly n_entries: number;
  readonly duration_s: number;
  readonly cover_urls: readonly string[];
  readonly changed_at: string;
  readonly revision: number;
}

/** A playlist with its entries. */
export interface PlaylistDetail {
  readonly playlist_id: string;
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly visibility: "private" | "public" | "shared";
  readonly owner: string;
  readonly owner_name: string;
  readonly is_own: boolean;
  readonly may_edit: boolean;
  readonly n_entries: number;
  readonly duration_s: number;
  readonly cover_urls: readonly string[];
  readonly changed_at: string;
  readonly revision: number;
  readonly entries: readonly EntryAnswer[];
  readonly n_missing: number;
  readonly collaborators: readonly CollaboratorAnswer[];
  readonly invitation: string;
}

/** Some playlists of a longer list, the last changed first. */
export interface PlaylistPage {
  readonly items: readonly PlaylistAnswer[];
  readonly total: number;
  readonly folders: readonly string[];
}

/** How popular the song would be. */
export interface PopularityAnswer {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly is_popular: boolean;
  readonly chance_popular: number;
  readonly threshold: number;
  readonly bands: readonly BandAnswer[];
  readonly artist_case: "given" | "known" | "unknown";
  readonly artist_popularity: number | null;
  readonly outside: readonly string[];
  readonly contributions: readonly ContributionAnswer[];
  readonly base: number;
  readonly mood: MoodAnswer | null;
  readonly model: string;
  readonly model_version: string;
  readonly baseline: BaselineAnswer;
}

/** What the page needs in order to ask, and how far to trust the answers. */
export interface PopularityForms {
  readonly features: readonly FeatureField[];
  readonly genres: readonly string[];
  readonly threshold: number;
  readonly audio_note: string;
  readonly recalibrated_on: number | null;
  readonly reliability: readonly ReliabilityCurve[];
  readonly confusion: readonly ConfusionAnswer[];
  readonly model_version: string;
}

/** One song, as it was typed. */
export interface PopularityQuestion {
  readonly features: AudioFeatures;
  readonly genre?: string | null;
  readonly title?: string | null;
  readonly explicit?: boolean | null;
  readonly artist?: string | null;
  readonly artist_popularity?: number | null;
  readonly threshold?: number;
}

/** What went wrong, by RFC 9457 (`application/problem+json`). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly reason?: string;
}

/** Another way to log in. */
export interface ProviderAnswer {
  readonly name: string;
  readonly href: string;
}

/** Put removed entries back to their places. */
export interface PutBack {
  readonly kind: "put_back";
  readonly entry_ids: readonly string[];
}

/** The evaluation that a version was published with. */
export interface QualityAnswer {
  readonly topic: string;
  readonly version: string;
  readonly made_at: string;
  readonly data_cutoff: string | null;
  readonly protocol: string;
  readonly findings: readonly string[];
  readonly rows: readonly ReportRow[];
}

/** One entry of a queue. */
export interface QueuedTrack {
  readonly track_id: string;
  readonly source?: string;
  readonly is_queued?: boolean;
}

/** What is known of one song, before the model's scaling: plays, days and facts. */
export interface RawFeaturesAnswer {
  readonly match: MatchAnswer;
  readonly choices: readonly MatchAnswer[];
  readonly heard: boolean;
  readonly raw_features: readonly StreamsFeature[];
  readonly model_version: string;
}

/** What became of the events of one message; one that is in neither list was not taken: send it again later. */
export interface Receipt {
  readonly accepted: readonly string[];
  readonly rejected: readonly RejectedEvent[];
  readonly retry_after_s?: number;
}

/** A part of the map with a name. */
export interface RegionHeader {
  readonly name: string;
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  readonly n_tracks: number;
}

/** A file that was kept aside. */
export interface RejectedAnswer {
  readonly track_id: string;
  readonly library_id: string;
  readonly path: string;
  readonly reason: string;
  readonly detail: string;
  readonly advice: string;
}

/** An event that will never be taken, and why. */
export interface RejectedEvent {
  readonly event_id: string | null;
  readonly reason: string;
}

/** A page of rejected files. */
export interface RejectedPage {
  readonly items: readonly RejectedAnswer[];
  readonly next_cursor: string | null;
  readonly total: number;
}

/** How many releases to expect of an artist in a year. */
export interface ReleasesAnswer {
  readonly artist: string;
  readonly year: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly chance_any: number;
  readonly actual: number | null;
  readonly history: readonly YearCount[];
  readonly baseline: ReleasesBaseline;
  readonly in_words: string;
  readonly release_is: string;
  readonly data_up_to_year: number;
  readonly model: string;
  readonly model_version: string;
}

/** What the two simplest answers say. */
export interface ReleasesBaseline {
  readonly last_year: number;
  readonly mean: number;
}

/** Whose year is asked for. */
export interface ReleasesBody {
  readonly artist: string;
  readonly year: number;
}

/** One curve a case: artist unknown, artist known. */
export interface ReliabilityCurve {
  readonly case: string;
  readonly ece: number;
  readonly points: readonly ReliabilityPoint[];
}

/** Of the forecasts made with about this confidence, how many came true (out of fold). */
export interface ReliabilityPoint {
  readonly confidence: number;
  readonly accuracy: number;
  readonly n: number;
}

/** Remove entries; they can be put back for a day. */
export interface Remove {
  readonly kind: "remove";
  readonly entry_ids: readonly string[];
}

/** Give the playlist another name. */
export interface Rename {
  readonly kind: "rename";
  readonly name: string;
}

/** One figure of one model. */
export interface ReportRow {
  readonly model: string;
  readonly metric: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** The kept tags that are to be put back into their files. */
export interface RestoreQuestion {
  readonly backups: readonly string[];
}

/** What will be tried again. */
export interface RetryAnswer {
  readonly n_files: number;
  readonly n_outside: number;
}

/** Which rejected files are to be tried again: some, or all. */
export interface RetryQuestion {
  readonly track_ids?: readonly string[];
  readonly all?: boolean;
}

/** Another role. */
export interface RoleQuestion {
  readonly role: "admin" | "guest" | "listener";
}

/** Every quantity that there is. */
export interface RoomQuantities {
  readonly items: readonly RoomQuantity[];
}

/** Something that the room can be coloured, sized or laid out by. */
export interface RoomQuantity {
  readonly name: string;
  readonly unit: string;
  readonly origin: "estimated" | "listening" | "measured" | "tags";
  readonly scale: "categories" | "linear" | "log";
  readonly is_available: boolean;
  readonly why: string;
}

/** Where a track stands in the rows. */
export interface RoomRow {
  readonly track_id: string;
  readonly row: number | null;
}

/** The rows of some tracks. */
export interface RoomRows {
  readonly items: readonly RoomRow[];
}

/** A part of the room's table. */
export interface RoomTable {
  readonly version: string;
  readonly n_rows: number;
  readonly items: readonly RoomTableRow[];
}

/** One track of the table. */
export interface RoomTableRow {
  readonly row: number;
  readonly track: TrackAnswer;
  readonly values: readonly (number | string | null)[];
}

/** What the asking listener likes and has turned away, as it stands in the room. */
export interface RoomTaste {
  readonly version: string;
  readonly centres: readonly RoomTasteCentre[];
  readonly refused: readonly number[];
}

/** A track that stands for what the listener likes: the picks look for what is near it. */
export interface RoomTasteCentre {
  readonly span: "always" | "evening";
  readonly row: number | null;
  readonly track: TrackAnswer;
  readonly position: readonly [number, number, number];
  readonly weight: number;
  readonly why: string;
}

/** The track of a row. */
export interface RoomTrack {
  readonly row: number;
  readonly track: TrackAnswer;
}

/** The tracks of some rows. */
export interface RoomTracks {
  readonly items: readonly RoomTrack[];
}

/** What one field must be like. */
export interface Rule {
  readonly kind: "rule";
  readonly field: string;
  readonly operator:
    | "after"
    | "before"
    | "between"
    | "contains"
    | "contains_not"
    | "ends"
    | "in"
    | "in_the_last"
    | "is"
    | "is_not"
    | "less"
    | "missing"
    | "more"
    | "not_in"
    | "not_in_the_last"
    | "present"
    | "starts"
    | "within";
  readonly value?: string | number | boolean | readonly (string | number)[] | null;
}

/** A queue that was kept. */
export interface SavedQueue {
  readonly saved_at: string;
}

/** One look through a library's folder. */
export interface ScanAnswer {
  readonly scan_id: string;
  readonly library_id: string;
  readonly asked_by: "command" | "page" | "watch";
  readonly asked_at: string;
  readonly state: "done" | "failed" | "scanning" | "stopped" | "waiting";
  readonly retry_rejected: boolean;
  readonly is_to_stop: boolean;
  readonly is_rest: boolean;
  readonly n_found: number;
  readonly n_to_open: number;
  readonly n_opened: number;
  readonly n_done: number;
  readonly n_rejected: number;
  readonly n_to_analyse: number;
  readonly n_analysed: number;
  readonly n_new: number;
  readonly n_missing: number;
  readonly waits_s: number;
  readonly rate_per_s: number | null;
  readonly left_s: number | null;
  readonly began: string | null;
  readonly ended: string | null;
  readonly message: string;
}

/** Scans that wait and run, and the newest that are over; the one asked for last first. */
export interface ScansAnswer {
  readonly items: readonly ScanAnswer[];
}

/** What was found, best first. */
export interface SearchAnswer {
  readonly tracks: readonly TrackAnswer[];
  readonly artists: readonly ArtistAnswer[];
  readonly albums: readonly AlbumAnswer[];
  readonly took_ms: number;
}

/** The newest table of one topic, and how far its training is. */
export interface SentTable {
  readonly topic: string;
  readonly name: string;
  readonly state: "failed" | "not better" | "published" | "training" | "waiting";
  readonly step: string;
  readonly sent_s_ago: number;
}

/** A browser that is logged in. */
export interface SessionAnswer {
  readonly session: string;
  readonly device: string;
  readonly made_at: string;
  readonly used_at: string;
  readonly is_this: boolean;
}

/** Browsers that are logged in, the one used last first. */
export interface SessionsAnswer {
  readonly items: readonly SessionAnswer[];
}

/** What the sessions in use measured when they were built. */
export interface SessionsQuality {
  readonly version: string;
  readonly made_at: string;
  readonly n_sessions: number;
  readonly is_served: boolean;
  readonly next_track: NextTrackQuality | null;
}

/** Choose who may see the playlist; by the owner. */
export interface Show {
  readonly kind: "show";
  readonly visibility: "private" | "public" | "shared";
}

/** A pick of a slate that a page had in view. */
export interface ShownPick {
  readonly track_id: string;
  readonly position: number;
  readonly source?: string;
  readonly team?: string;
}

/** What all listeners together did with the picks that were in view. */
export interface ShownQuality {
  readonly hours: number;
  readonly n_listeners: number;
  readonly n_shown: number;
  readonly rates: readonly PickRate[];
  readonly by_source: readonly GroupRates[];
  readonly by_place: readonly GroupRates[];
}

/** What a listener should hear next (topic `segue.slates`, key `listener_id`). */
export interface Slate {
  readonly slate_id: string;
  readonly listener_id: string;
  readonly picks: readonly Pick[];
  readonly model_version: string;
  readonly made_at: string;
  readonly caused_by: string;
  readonly because: string;
  readonly shared: string;
  readonly message: string;
  readonly steering?: Steering;
  readonly arm?: string;
}

/** What a smart playlist should be from now on. */
export interface SmartChange {
  readonly name: string;
  readonly description?: string;
  readonly folder?: string;
  readonly visibility?: "private" | "public";
  readonly definition: Definition;
  readonly revision: number;
}

/** A smart playlist with what makes it, and a part of its tracks. */
export interface SmartDetail {
  readonly playlist_id: string;
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly visibility: "private" | "public";
  readonly owner: string;
  readonly is_own: boolean;
  readonly changed_at: string;
  readonly revision: number;
  readonly definition: Definition;
  readonly made: SmartPreview;
}

/** One thing that rules may ask about. */
export interface SmartField {
  readonly name: string;
  readonly field_kind: "choice" | "day" | "flag" | "moment" | "number" | "playlist" | "sound" | "text";
  readonly topic: "File" | "Lists" | "Mood" | "Popularity" | "Sound" | "Tags" | "Your listening" | "Your opinion";
  readonly words: string;
  readonly unit: string;
  readonly choices: readonly string[];
  readonly operators: readonly (
    | "after"
    | "before"
    | "between"
    | "contains"
    | "contains_not"
    | "ends"
    | "in"
    | "in_the_last"
    | "is"
    | "is_not"
    | "less"
    | "missing"
    | "more"
    | "not_in"
    | "not_in_the_last"
    | "present"
    | "starts"
    | "within"
  )[];
  readonly can_sort: boolean;
}

/** All of them; there are no others. */
export interface SmartFields {
  readonly items: readonly SmartField[];
}

/** Smart playlists, the last changed first. */
export interface SmartPage {
  readonly items: readonly SmartSummary[];
}

/** What is in a list at this moment. */
export interface SmartPreview {
  readonly n_tracks: number;
  readonly n_matching: number;
  readonly duration_s: number;
  readonly items: readonly TrackAnswer[];
  readonly problems: readonly string[];
}

/** A definition that is being made. */
export interface SmartPreviewQuestion {
  readonly definition: Definition;
}

/** A smart playlist as lists show it. */
export interface SmartSummary {
  readonly playlist_id: string;
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly visibility: "private" | "public";
  readonly owner: string;
  readonly is_own: boolean;
  readonly changed_at: string;
  readonly revision: number;
}

/** A song to compare: of the library, or by its numbers. */
export interface SongAsked {
  readonly name: string;
  readonly track_id?: string | null;
  readonly features?: AudioFeatures | null;
}

/** By what is sorted; what has no value stands last, whichever way. */
export interface SortKey {
  readonly field: string;
  readonly descending?: boolean;
}

/** What an uploaded sound is, and what sounds like it. */
export interface SoundAnswer {
  readonly items: readonly AlikeAnswer[];
  readonly sound: SoundFacts;
  readonly model_version: string;
}

/** What the analysis heard, in words a listener knows. */
export interface SoundFacts {
  readonly duration_s: number;
  readonly loudness_lufs: number;
  readonly tempo_bpm: number;
  readonly key: number;
  readonly mode: "major" | "minor";
}

/** The 13 features of an uploaded sound. */
export interface SoundFeaturesAnswer {
  readonly name: string;
  readonly features: readonly HeardFeature[];
}

/** Where a listener wants the picks to go; None leaves it as the instance is set. */
export interface Steering {
  readonly familiarity?: number | null;
  readonly energy?: number | null;
  readonly half_life_days?: number | null;
  readonly artist_cap?: number | null;
}

/** What the asking listener steers by, as far as it has been taken in, and what holds where they do not. */
export interface SteeringAnswer {
  readonly steering: Steering;
  readonly half_life_days: number;
  readonly artist_cap: number;
  readonly has_energy: boolean;
}

/** How often the listener will play a song in the coming days. */
export interface StreamsAnswer {
  readonly match: MatchAnswer;
  readonly choices: readonly MatchAnswer[];
  readonly heard: boolean;
  readonly expected_plays: number;
  readonly typical_plays: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly window_days: number;
  readonly chance_any: number;
  readonly in_words: string;
  readonly from_day: string;
  readonly baseline: StreamsBaseline;
  readonly features: readonly StreamsFeature[];
  readonly model: string;
  readonly model_version: string;
}

/** What the honest baseline says of the same song. */
export interface StreamsBaseline {
  readonly model: string;
  readonly expected_plays: number;
}

/** One input of the model, with its unit. */
export interface StreamsFeature {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
}

/** The inputs of the model for one song. */
export interface StreamsFeaturesAnswer {
  readonly match: MatchAnswer;
  readonly choices: readonly MatchAnswer[];
  readonly heard: boolean;
  readonly features: readonly StreamsFeature[];
  readonly model_version: string;
}

/** What the model of one listener was made of. */
export interface StreamsSummary {
  readonly listener_id: string;
  readonly n_plays: number;
  readonly n_songs: number;
  readonly n_artists: number;
  readonly first_play: string;
  readonly last_play: string;
  readonly window_days: number;
  readonly level: number;
  readonly coverage_heard: number;
  readonly coverage_unheard: number | null;
  readonly top: readonly TopSong[];
  readonly model: string;
  readonly model_version: string;
}

/** Which rows and quantities, in which order. */
export interface TableBody {
  readonly version: string;
  readonly columns: readonly string[];
  readonly week?: string | null;
  readonly order?: "asc" | "desc";
  readonly region?: number | null;
  readonly chosen?: string | null;
}

/** Which part of the table. */
export interface TablePageBody {
  readonly version: string;
  readonly columns: readonly string[];
  readonly week?: string | null;
  readonly order?: "asc" | "desc";
  readonly region?: number | null;
  readonly chosen?: string | null;
  readonly start?: number;
  readonly limit?: number;
}

/** The topics that learn from one table, and the tables that were sent. */
export interface TablesAnswer {
  readonly topics: readonly string[];
  readonly limit_bytes: number;
  readonly tables: readonly SentTable[];
}

/** A token of a program. */
export interface TokenAnswer {
  readonly token: string;
  readonly name: string;
  readonly scopes: readonly ("admin" | "play" | "write")[];
  readonly made_at: string;
  readonly used_at: string | null;
}

/** A token to be made for a program. */
export interface TokenQuestion {
  readonly name: string;
  readonly scopes: readonly ("admin" | "play" | "write")[];
}

/** Tokens of programs, the newest first. */
export interface TokensAnswer {
  readonly items: readonly TokenAnswer[];
  readonly secret: string;
}

/** One of the songs the listener will probably play most. */
export interface TopSong {
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly expected_plays: number;
  readonly low: number;
  readonly high: number;
  readonly plays_last_30_days: number;
}

/** One question of the lab, and the model that answers it now. */
export interface TopicAnswer {
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

/** The versions of one topic, newest first. */
export interface TopicVersions {
  readonly topic: string;
  readonly versions: readonly VersionFacts[];
}

/** Every question of the lab. */
export interface TopicsAnswer {
  readonly topics: readonly TopicAnswer[];
}

/** A track as lists show it. */
export interface TrackAnswer {
  readonly track_id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly album_id: string;
  readonly artist_id: string;
  readonly genres: readonly string[];
  readonly track_number: number | null;
  readonly duration_s: number | null;
  readonly playable: "direct" | "no" | "transcode";
  readonly audio_url: string;
  readonly cover_url: string;
}

/** A track with everything that is known about it. */
export interface TrackDetail {
  readonly track_id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly album_id: string;
  readonly artist_id: string;
  readonly genres: readonly string[];
  readonly track_number: number | null;
  readonly duration_s: number | null;
  readonly playable: "direct" | "no" | "transcode";
  readonly audio_url: string;
  readonly cover_url: string;
  readonly album_artist: string;
  readonly disc_number: number | null;
  readonly released_on: string | null;
  readonly licence: string;
  readonly sound: SoundFacts | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly contributors: readonly ContributorAnswer[];
  readonly added_at: string | null;
  readonly moods: readonly MoodShare[] | null;
}

/** Tracks to be written into a file, and what it is called. */
export interface TrackFileBody {
  readonly name: string;
  readonly track_ids: readonly string[];
}

/** Some tracks of a longer list. */
export interface TrackPage {
  readonly items: readonly TrackAnswer[];
  readonly next_cursor: string | null;
  readonly total: number;
}

/** What the asking listener heard of one track so far. */
export interface TrackPlaysAnswer {
  readonly plays: number;
  readonly skips: number;
  readonly listened_s: number;
  readonly first_played_at: string | null;
  readonly last_played_at: string | null;
}

/** One training of one topic, whatever came of it. */
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

/** A track that the listener does not want; `unliked` allows it again. */
export interface TurnedAway {
  readonly track: TrackAnswer;
  readonly scope: "artist" | "track";
}

/** A song that the library does not have. */
export interface UnmatchedSongAnswer {
  readonly title: string;
  readonly artist: string;
}

/** What runs here. */
export interface VersionAnswer {
  readonly version: string;
  readonly command: string;
  readonly model_version: string;
  readonly catalogue_revision: string;
  readonly n_tracks: number;
}

/** The version to use from now on. */
export interface VersionChoice {
  readonly version: string;
}

/** One published version: what it was made of, and its score beside its baseline's. */
export interface VersionFacts {
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

/** Who should see a library from now on. */
export interface VisibilityQuestion {
  readonly visible_to: readonly string[] | null;
}

/** What the bytes are: as JSON inside the binary answer. */
export interface WeeksHeader {
  readonly version: string;
  readonly first_monday: string;
  readonly n_elsewhere: number;
}

/** How much of the likeness one kind of feature makes. */
export interface WhyAnswer {
  readonly name: string;
  readonly share: number;
}

/** What came of each file, in the order asked. */
export interface WriteAnswer {
  readonly items: readonly WrittenTags[];
}

/** The tracks whose corrections are to be written into their files. */
export interface WriteQuestion {
  readonly track_ids: readonly string[];
}

/** What came of one track. */
export interface WrittenTags {
  readonly track_id: string;
  readonly outcome: "changed" | "unchanged" | "unwritable" | "written";
  readonly reason: string;
  readonly backup: string;
}

/** How much an artist released in one year. */
export interface YearCount {
  readonly year: number;
  readonly n_releases: number;
}
