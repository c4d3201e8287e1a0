// Writes the outlines of countries, in two grades of detail, into the file that is named.
import { readFile, writeFile } from "node:fs/promises";
import { feature } from "topojson-client";

// Outlines are drawn in steps of so many parts of a degree; smaller islands are left out of a grade.
const GRADES = [
  { name: "coarse", file: "countries-110m.json", parts: 10, smallest: 0 },
  { name: "fine", file: "countries-50m.json", parts: 50, smallest: 0.1 },
];

/** Gives a ring as whole numbers: its first point, then the steps from point to point. */
function steps(ring, parts) {
  const flat = [];
  let x = 0, y = 0;
  for (const [longitude, latitude] of ring.slice(0, -1)) {
    const nextX = Math.round(longitude * parts), nextY = Math.round(latitude * parts);
    if (flat.length && nextX === x && nextY === y) continue;
    flat.push(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
  }
  return flat;
}

/** Lays a ring that crosses the line of 180 degrees flat; one around a pole is closed below it. */
function unwound(ring) {
  let turns = 0;
  const flat = ring.map(([longitude, latitude], n) => {
    const step = n ? longitude - ring[n - 1][0] : 0;
    if (Math.abs(step) > 180) turns -= 360 * Math.sign(step);
    return [longitude + turns, latitude];
  });
  return turns ? [...flat, [flat.at(-1)[0], -90], [flat[0][0], -90], flat[0]] : flat;
}

/** Gives a shape as often as it takes to be seen between both ends of the world. */
function within(shape) {
  const flat = shape.map(unwound), xs = flat[0].map((point) => point[0]);
  const shifts = [0];
  if (Math.max(...xs) > 180.5) shifts.push(-360);
  if (Math.min(...xs) < -180.5) shifts.push(360);
  return shifts.map((shift) => flat.map((ring) => ring.map(([x, y]) => [x + shift, y])));
}

function isSeen(ring, smallest) {
  const xs = ring.map((point) => point[0]), ys = ring.map((point) => point[1]);
  return Math.max(...xs) - Math.min(...xs) + Math.max(...ys) - Math.min(...ys) >= smallest;
}

// The atlas shortens these names.
const FULL = {
  "Bosnia and Herz.": "Bosnia and Herzegovina", "Central African Rep.": "Central African Republic",
  "Dem. Rep. Congo": "Democratic Republic of the Congo", "Dominican Rep.": "Dominican Republic",
  "Eq. Guinea": "Equatorial Guinea", "Falkland Is.": "Falkland Islands", "Solomon Is.": "Solomon Islands",
  "S. Sudan": "South Sudan", "W. Sahara": "Western Sahara", "eSwatini": "Eswatini",
  "São Tomé and Principe": "São Tomé and Príncipe", "Antigua and Barb.": "Antigua and Barbuda",
  "St. Kitts and Nevis": "Saint Kitts and Nevis", "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
  "Marshall Is.": "Marshall Islands", "Fr. Polynesia": "French Polynesia", "Vatican": "Vatican City",
};

/** Gives twice the area of a ring, and its centre of mass. */
function centre(ring) {
  let area = 0, x = 0, y = 0;
  ring.forEach(([u, v], n) => {
    const [a, b] = ring[(n + 1) % ring.length], cross = u * b - a * v;
    area += cross;
    x += (u + a) * cross;
    y += (v + b) * cross;
  });
  return { area: Math.abs(area), at: [x / (3 * area), y / (3 * area)].map((value) => Math.round(value * 100) / 100) };
}

const world = { countries: {} };
for (const { name, file, parts, smallest } of GRADES) {
  const atlas = JSON.parse(await readFile(`node_modules/world-atlas/${file}`, "utf8"));
  const shapes = feature(atlas, atlas.objects.countries).features.flatMap(({ geometry }) =>
    geometry === null ? [] : geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
  const rings = shapes.flatMap(within).map((shape) => shape.filter((ring) => isSeen(ring, smallest)).map((ring) => steps(ring, parts)));
  world[name] = { parts, shapes: rings.filter((shape) => shape.length && shape[0].length > 4) };
}
// A country is named at the middle of its largest part.
const fine = JSON.parse(await readFile("node_modules/world-atlas/countries-50m.json", "utf8"));
for (const { geometry, properties } of feature(fine, fine.objects.countries).features) {
  if (geometry === null) continue;
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const largest = parts.map((part) => centre(unwound(part[0]))).reduce((one, other) => (other.area > one.area ? other : one));
  world.countries[FULL[properties.name] ?? properties.name] = largest.at;
}
await writeFile(process.argv[2] ?? "../src/kipu/web/world.json", `${JSON.stringify(world)}\n`);
