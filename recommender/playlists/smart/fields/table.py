"""Every field by its name; there are no others."""

from recommender.playlists.smart.fields.field import Field
from recommender.playlists.smart.fields.listening import OWN_FIELDS
from recommender.playlists.smart.fields.popularity import POPULARITY_FIELDS
from recommender.playlists.smart.fields.sound import SOUND_FIELDS
from recommender.playlists.smart.fields.tags import TAG_FIELDS

PLAYLIST = Field("playlist", "playlist", "Lists", "Playlist", None)
FIELDS: dict[str, Field] = {
    field.name: field for field in (*TAG_FIELDS, *SOUND_FIELDS, *OWN_FIELDS, *POPULARITY_FIELDS, PLAYLIST)
}
