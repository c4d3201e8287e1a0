// The map, closer and farther. Without this script it is a picture of links.
export {};

const LETTER = 6.9, LINE = 14, MOST = 24;

interface Place { link: SVGAElement; label: SVGTextElement; x: number; y: number; r: number; width: number }
type Box = [left: number, top: number, right: number, bottom: number];

function start(picture: SVGSVGElement, tools: HTMLElement): void {
  const { width, height } = picture.viewBox.baseVal;
  const land = picture.querySelector<SVGGElement>(".land")!;
  const places: Place[] = [...picture.querySelectorAll<SVGAElement>("a.place")].map((link) => {
    const label = link.querySelector("text")!;
    const [x, y, r] = ["x", "y", "r"].map((name) => Number(link.dataset[name]));
    return { link, label, x: x!, y: y!, r: r!, width: label.textContent!.length * LETTER };
  });
  let scale = 1, left = 0, top = 0;

  const free = (box: Box, taken: Box[]): boolean => box[0] > 0 && box[2] < width
    && !taken.some((one) => box[0] < one[2] && one[0] < box[2] && box[1] < one[3] && one[1] < box[3]);

  function draw(): void {
    land.setAttribute("transform", `translate(${-left * scale} ${-top * scale}) scale(${scale})`);
    // No label covers a circle, nor another label.
    const taken: Box[] = places.map(({ x, y, r }) => {
      const [atX, atY] = [(x - left) * scale, (y - top) * scale];
      return [atX - r, atY - r, atX + r, atY + r];
    });
    for (const place of places) {
      const x = (place.x - left) * scale, y = (place.y - top) * scale, { r } = place;
      place.link.style.display = x > -r && x < width + r && y > -r && y < height + r ? "" : "none";
      place.link.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      const right: Box = [x + r + 3, y - LINE / 2, x + r + 4 + place.width, y + LINE / 2];
      const turned: Box = [x - r - 4 - place.width, y - LINE / 2, x - r - 3, y + LINE / 2];
      const side = free(right, taken) ? "right" : free(turned, taken) ? "left" : "bare";
      place.link.classList.remove("right", "left", "bare");
      place.link.classList.add(side);
      place.label.setAttribute("x", String(side === "left" ? -r - 4 : r + 4));
      if (side !== "bare") taken.push(side === "left" ? turned : right);
    }
  }

  function move(toLeft: number, toTop: number): void {
    left = Math.min(Math.max(toLeft, 0), width - width / scale);
    top = Math.min(Math.max(toTop, 0), height - height / scale);
    draw();
  }

  /** Comes closer so that the point at x and y of the drawing stays where it is. */
  function zoom(factor: number, x = width / 2, y = height / 2): void {
    const next = Math.min(Math.max(scale * factor, 1), MOST);
    const at = [left + x / scale, top + y / scale];
    scale = next;
    move(at[0]! - x / next, at[1]! - y / next);
  }

  const pointOf = (event: MouseEvent): [number, number] => {
    const box = picture.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };

  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1 / 1.25 : 1.25, ...pointOf(event));
  }, { passive: false });

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || scale === 1 || (event.target as Element).closest("a")) return;
    const [x, y] = pointOf(event), from = [left, top];
    picture.setPointerCapture(event.pointerId);
    const drag = (now: PointerEvent): void => {
      const [atX, atY] = pointOf(now);
      move(from[0]! - (atX - x) / scale, from[1]! - (atY - y) / scale);
    };
    picture.addEventListener("pointermove", drag);
    for (const end of ["pointerup", "pointercancel"]) {
      picture.addEventListener(end, () => picture.removeEventListener("pointermove", drag), { once: true });
    }
  });

  picture.addEventListener("keydown", (event) => {
    const list = places.filter((place) => place.link.style.display !== "none").map((place) => place.link);
    const at = list.indexOf(document.activeElement as unknown as SVGAElement);
    const to: Record<string, number> = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: list.length - 1,
    };
    const place = places.find((one) => one.link === list[at]);
    const around: [number, number] = place ? [(place.x - left) * scale, (place.y - top) * scale] : [width / 2, height / 2];
    if (event.key === "+" || event.key === "=") zoom(1.5, ...around);
    else if (event.key === "-") zoom(1 / 1.5, ...around);
    else if (event.key in to) list[Math.min(Math.max(to[event.key]!, 0), list.length - 1)]?.focus();
    else return;
    event.preventDefault();
  });

  // On a narrow screen the map is wider than its box; its middle is where most places are.
  const box = picture.parentElement;
  if (box) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const way = (event.target as HTMLElement).dataset["zoom"];
    if (way === "in") zoom(1.5);
    if (way === "out") zoom(1 / 1.5);
    if (way === "all") { scale = 1; move(0, 0); }
  });
}

const picture = document.querySelector<SVGSVGElement>("#map");
const tools = document.querySelector<HTMLElement>("#map-tools");
if (picture && tools) start(picture, tools);
