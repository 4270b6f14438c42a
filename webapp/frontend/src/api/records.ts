/** The short names by which the page knows the API's records; schema.ts is made of the OpenAPI document. */

import type * as schema from "./schema";

export type {
  AccountAnswer,
  AccountsAnswer,
  AlbumAnswer as Album,
  AlbumDetail,
  AlikeAnswer as Alike,
  AlikeArtistList as AlikeArtists,
  AlikeList as AlikeTracks,
  ArtistAnswer as Artist,
  ArtistDetail,
  GenreAnswer as Genre,
  GenreList,
  GroupRates,
  HeardTrack,
  HeardTrackList,
  HistoryImportAnswer as HistoryImport,
  HistoryImportsAnswer as HistoryImports,
  IndexQuality,
  InvitationAnswer,
  InvitedAnswer,
  LibraryMoodsAnswer as LibraryMoods,
  LibraryVisibility,
  MeAnswer,
  MoodShare,
  NextTrackQuality,
  OpinionsAnswer as ListenerOpinions,
  Pick,
  PickRate,
  PicksQuality,
  PlayPage,
  PlayQueue,
  Receipt,
  SavedQueue,
  SearchAnswer,
  SessionsAnswer,
  SessionsQuality,
  ShownPick,
  ShownQuality,
  Slate,
  SoundAnswer,
  SoundFacts as Sound,
  Steering,
  SteeringAnswer,
  TokensAnswer,
  TrackAnswer as Track,
  TrackDetail,
  TrackPlaysAnswer as TrackPlays,
  VersionAnswer,
  WhyAnswer as Share,
} from "./schema";

export type MoodName = schema.MoodShare["mood"];

/** Some rows of a longer list, whatever they are. */
export type Page<Item> = Omit<schema.TrackPage, "items"> & {
  readonly items: readonly Item[];
  /** Of the whole list, where the answer tells it. */
  readonly duration_s?: number;
};

/** One thing the listener did; the server adds who it was. */
export type ActivityEvent = Omit<schema.ActivityEvent, "listener_id">;

export type EventKind = ActivityEvent["kind"];
