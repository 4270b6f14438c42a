/** What the listener likes: tracks, albums, artists, newest first. */
import type { Album, Artist } from "../api/records";
import { AlbumCard, ArtistCard } from "../components/cards/card";
import { PartChips, partOf } from "../components/part_chips";
import { Empty } from "../components/states";
import { WindowedWall } from "../components/windowed_wall";
import { ownSays } from "../messages/own";
import { OwnTracks } from "./own_tracks";

const PARTS = ["tracks", "albums", "artists"] as const;
type Part = (typeof PARTS)[number];
const { liked } = ownSays;

export default function LikedView() {
  const part = partOf("show", PARTS);
  return (
    <>
      <PartChips label={ownSays.show} field="show" names={PARTS} now={part} words={liked.parts} />
      {part === "tracks" && (
        <OwnTracks
          address="/api/v1/favourites/tracks"
          label={liked.title}
          source="liked"
          empty={<None of="tracks" />}
        />
      )}
      {part === "albums" && (
        <WindowedWall<Album>
          address="/api/v1/favourites/albums"
          label={liked.parts.albums}
          card={(album) => <AlbumCard key={album.album_id} album={album} />}
          empty={<None of="albums" />}
        />
      )}
      {part === "artists" && (
        <WindowedWall<Artist>
          address="/api/v1/favourites/artists"
          label={liked.parts.artists}
          card={(artist) => <ArtistCard key={artist.artist_id} artist={artist} />}
          empty={<None of="artists" />}
        />
      )}
    </>
  );
}

function None({ of }: { of: Part }) {
  return <Empty icon="heart" title={liked.none[of]} hint={liked.hint[of]} />;
}
