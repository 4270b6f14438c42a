/** Draws every track as a small lit solid in one call: points whose pixels are shaded as if they had depth. */

/** On its way from one set of places to another; some set out later, so that the eye can follow. */
const PLACE = `
attribute vec3 cameFrom;
attribute vec4 look;
uniform float arrived;
vec3 placeNow() {
  float late = fract(look.z / 256.0 * 7.0) * 0.35;
  float share = clamp((arrived * 1.35 - late), 0.0, 1.0);
  return mix(cameFrom, position, share * share * (3.0 - 2.0 * share));
}`;

export const NODE_VERTEX = `
${PLACE}
uniform float pxPerUnit;
uniform float radius;
uniform vec2 sizes;
uniform vec2 fog;
uniform sampler2D palette;
uniform bool hasShapes;
varying vec3 tint;
varying float shape;
varying float haze;
varying float size;
varying float presence;
void main() {
  vec4 seen = modelViewMatrix * vec4(placeNow(), 1.0);
  float depth = max(0.001, -seen.z);
  float isLit = step(1.5, look.y);
  float isDim = step(0.5, look.y) - isLit;
  float wanted = radius * look.w * 0.01 * pxPerUnit / depth * (1.0 + 0.35 * isLit - 0.3 * isDim);
  size = clamp(wanted, sizes.x, sizes.y);
  gl_PointSize = size + 2.0;
  gl_Position = projectionMatrix * seen;
  tint = texture2D(palette, vec2((look.x + 0.5) / 256.0, 0.5)).rgb;
  shape = hasShapes && size > 6.0 ? (look.x > 254.5 ? 6.0 : mod(look.x, 6.0)) : 0.0;
  haze = smoothstep(fog.x, fog.y, depth) * (1.0 - 0.6 * isLit);
  presence = mix(1.0, 0.3, isDim) * clamp(0.35 + 0.65 * wanted / sizes.x, 0.35, 1.0);
}`;

/** Signed distances of the shapes: round, diamond, square, triangle, ring, cross, small dot; negative inside. */
export const NODE_FRAGMENT = `
uniform vec3 fogColour;
uniform float gloss;
varying vec3 tint;
varying float shape;
varying float haze;
varying float size;
varying float presence;
float outside(vec2 p) {
  if (shape < 0.5) return length(p) - 1.0;
  if (shape < 1.5) return (abs(p.x) + abs(p.y) - 1.12) * 0.72;
  if (shape < 2.5) { vec2 q = abs(p) - 0.56; return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - 0.24; }
  if (shape < 3.5) { vec2 q = vec2(abs(p.x), p.y + 0.12); return max(q.x * 0.866 + q.y * 0.5 - 0.5, -q.y - 0.62); }
  if (shape < 4.5) return abs(length(p) - 0.7) - 0.28;
  if (shape > 5.5) return length(p) - 0.55;
  vec2 q = abs(p);
  q = q.x > q.y ? q : q.yx;
  return max(q.x - 0.98, q.y - 0.34);
}
void main() {
  vec2 p = (gl_PointCoord * 2.0 - 1.0) * (size + 2.0) / size;
  p.y = -p.y;
  float away = outside(p);
  float edge = 1.6 / size;
  float cover = smoothstep(edge, -edge, away) * presence;
  if (cover < 0.02) discard;
  float bevel = shape < 0.5 ? sqrt(max(0.0, 1.0 - dot(p, p))) : clamp(-away * 2.2, 0.0, 1.0);
  vec3 normal = normalize(vec3(p * (1.0 - 0.75 * bevel * step(0.5, shape)), max(0.12, bevel)));
  float lit = max(0.0, dot(normal, normalize(vec3(-0.45, 0.72, 0.62))));
  float rim = pow(1.0 - normal.z, 2.5);
  float shine = pow(max(0.0, dot(normal, normalize(vec3(-0.3, 0.55, 0.9)))), 24.0);
  vec3 colour = tint * (0.5 + 0.62 * lit) + vec3(shine * 0.35 * gloss) + tint * rim * 0.25 * gloss;
  gl_FragColor = vec4(mix(colour, fogColour, haze), cover);
}`;

/** The same points laid on the floor, soft: what stands near it is bright there, and one sees how high things are. */
export const SHADOW_VERTEX = `
${PLACE}
uniform float pxPerUnit;
uniform float radius;
uniform float floorAt;
uniform sampler2D palette;
varying vec3 tint;
varying float presence;
void main() {
  vec3 place = placeNow();
  float high = clamp((place.y - floorAt) / 2.0, 0.0, 1.0);
  vec4 seen = modelViewMatrix * vec4(place.x, floorAt, place.z, 1.0);
  float depth = max(0.001, -seen.z);
  gl_PointSize = clamp(radius * look.w * 0.01 * (4.0 + 5.0 * high) * pxPerUnit / depth, 2.0, 120.0);
  gl_Position = projectionMatrix * seen;
  tint = texture2D(palette, vec2((look.x + 0.5) / 256.0, 0.5)).rgb;
  presence = mix(0.3, 0.04, high) * (look.y > 0.5 && look.y < 1.5 ? 0.3 : 1.0) * smoothstep(4.5, 1.5, depth);
}`;

export const SHADOW_FRAGMENT = `
uniform float strength;
varying vec3 tint;
varying float presence;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float soft = exp(-3.5 * dot(p, p)) - 0.03;
  if (soft <= 0.0) discard;
  gl_FragColor = vec4(tint, soft * presence * strength);
}`;
