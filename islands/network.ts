// The network, drawn from the table beside it, which stays for those who do not see the drawing.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import type { SimulationLinkDatum, SimulationNodeDatum } from "d3-force";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000, HEIGHT = 620, ROUNDS = 220;
const NARROWEST = 900;
const LARGEST = 22, THICKEST = 7, LETTER = 7;

interface Node extends SimulationNodeDatum { id: string; name: string; href: string; type: string; events: number }
interface Tie extends SimulationLinkDatum<Node> { source: Node; target: Node; events: number }

function read(table: HTMLElement): [Node[], Tie[]] {
  const nodes = new Map<string, Node>();
  const ties: Tie[] = [];
  for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
    const events = Number(row.dataset["events"]);
    const ends = [...row.querySelectorAll<HTMLElement>("td[data-type]")].map((cell, n) => {
      const id = row.dataset[n ? "other" : "one"]!;
      const link = cell.querySelector("a")!;
      const node = nodes.get(id) ?? { id, name: link.textContent!, href: link.getAttribute("href")!, type: cell.dataset["type"]!, events: 0 };
      node.events += events;
      nodes.set(id, node);
      return node;
    });
    ties.push({ source: ends[0]!, target: ends[1]!, events });
  }
  return [[...nodes.values()], ties];
}

function make(name: string, values: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, String(value));
  return made;
}

/** A sign by which kinds are told apart without their colours, all of about one area. */
function sign(node: Node, r: number): SVGElement {
  const x = node.x!, y = node.y!;
  switch (node.type) {
    case "organization": return make("rect", { class: "node", x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: 2 });
    case "place": return make("path", { class: "node", d: `M${x} ${y - 1.25 * r}l${1.25 * r} ${2.3 * r}h${-2.5 * r}z` });
    default: return make("circle", { class: "node", cx: x, cy: y, r });
  }
}

type Box = [left: number, top: number, right: number, bottom: number];

/** Sets each label on a side where it has room, those of the larger signs first; the rest are shown when asked for. */
function setLabels(nodes: Node[], links: SVGElement[], size: (node: Node) => number, left: number): void {
  const taken: Box[] = nodes.map((node) => {
    const r = size(node);
    return [node.x! - r, node.y! - r, node.x! + r, node.y! + r];
  });
  const order = nodes.map((_, n) => n).sort((one, other) => nodes[other]!.events - nodes[one]!.events);
  for (const n of order) {
    const node = nodes[n]!, r = size(node), label = links[n]!.querySelector("text")!;
    const width = label.textContent!.length * LETTER, top = node.y! - 7, bottom = node.y! + 7;
    const sides: Record<string, Box> = {
      start: [node.x! + r + 4, top, node.x! + r + 4 + width, bottom],
      end: [node.x! - r - 4 - width, top, node.x! - r - 4, bottom],
    };
    const side = Object.keys(sides).find((name) => sides[name]![0] > left && !taken.some((one) =>
      sides[name]![0] < one[2] && one[0] < sides[name]![2] && sides[name]![1] < one[3] && one[1] < sides[name]![3]));
    if (side) taken.push(sides[side]!);
    else links[n]!.classList.add("bare");
    label.setAttribute("text-anchor", side ?? "start");
    label.setAttribute("x", String(side === "end" ? node.x! - r - 4 : node.x! + r + 4));
  }
}

function draw(box: HTMLElement, table: HTMLElement): void {
  const [nodes, ties] = read(table);
  // The area stands for the events, up to a size that leaves room for the others.
  const most = Math.max(...nodes.map((node) => node.events)), strongest = Math.max(...ties.map((tie) => tie.events));
  const step = Math.min(1.6, LARGEST / Math.sqrt(most)), thickness = Math.min(1, THICKEST / strongest);
  const size = (node: Node): number => 4 + Math.sqrt(node.events) * step;
  forceSimulation(nodes)
    .force("tie", forceLink<Node, Tie>(ties).distance(130).strength(0.3))
    .force("apart", forceManyBody().strength(-420))
    .force("room", forceCollide<Node>((node) => size(node) + 26))
    .force("middle", forceCenter(WIDTH / 2, HEIGHT / 2))
    .force("x", forceX(WIDTH / 2).strength(0.05))
    .force("y", forceY(HEIGHT / 2).strength(0.09))
    .stop()
    .tick(ROUNDS);
  const xs = nodes.map((node) => node.x!), ys = nodes.map((node) => node.y!);
  const left = Math.min(...xs) - 40, top = Math.min(...ys) - 36;
  const wide = Math.max(...xs) - left + 250, high = Math.max(...ys) - top + 36;
  const room = Math.max(NARROWEST - wide, 0);  // so that few names are not drawn larger than many
  const picture = make("svg", {
    viewBox: `${left - room / 2} ${top} ${wide + room} ${high}`,
    role: "group", "aria-label": table.querySelector("caption")!.textContent!,
  });
  const lines = ties.map((tie) => {
    const line = make("line", { x1: tie.source.x!, y1: tie.source.y!, x2: tie.target.x!, y2: tie.target.y!, "stroke-width": (0.6 + tie.events * thickness).toFixed(2) });
    picture.append(line);
    return line;
  });
  const links = nodes.map((node) => {
    const link = make("a", { href: node.href, class: node.type });
    const title = make("title", {});
    title.textContent = `${node.name}: ${node.events}`;
    link.append(title);
    const r = size(node);
    link.append(sign(node, r));
    const label = make("text", {});
    label.textContent = node.name.length > 32 ? `${node.name.slice(0, 31)}…` : node.name;
    label.setAttribute("y", String(node.y! + 4));
    link.append(label);
    return link;
  });
  setLabels(nodes, links, size, left);
  // The more events, the later, so that the important names lie above the others.
  links.map((link, n) => ({ link, events: nodes[n]!.events }))
    .sort((one, other) => one.events - other.events)
    .forEach(({ link }) => picture.append(link));
  const show = (chosen: number | null): void => {
    const near = new Set<Node>();
    ties.forEach((tie, n) => {
      const on = chosen === null || tie.source === nodes[chosen] || tie.target === nodes[chosen];
      lines[n]!.classList.toggle("dim", !on);
      if (on) near.add(tie.source).add(tie.target);
    });
    links.forEach((link, n) => link.classList.toggle("dim", !near.has(nodes[n]!)));
  };
  links.forEach((link, n) => {
    for (const name of ["mouseenter", "focus"]) link.addEventListener(name, () => show(n));
    for (const name of ["mouseleave", "blur"]) link.addEventListener(name, () => show(null));
  });
  box.append(picture);
  box.hidden = false;
  const legend = document.querySelector<HTMLElement>("#network-legend");
  if (legend) legend.hidden = false;
}

const box = document.querySelector<HTMLElement>("#network");
const table = document.querySelector<HTMLElement>("#ties");
if (box && table) draw(box, table);
