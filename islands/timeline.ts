// The timeline, closer and farther. Without this script it is a picture of links.
export {};

const LEFT = 16, RIGHT = 60, TOP = 34, LANE = 22, LETTER = 7.2, EXACT = 10, SHORTEST = 16;

interface Mark {
  link: SVGAElement; bar: Element; label: Element; sign: Element | null;
  begin: number; end: number; letters: number;
  /** What is drawn now: hidden or not, where, how long, and on which side its label stands. */
  shown: boolean; at: string; long: number; turned: boolean | null;
}

function start(picture: SVGSVGElement): void {
  const days = Number(picture.dataset["days"]);
  const width = picture.viewBox.baseVal.width;
  const marks: Mark[] = [...picture.querySelectorAll<SVGAElement>("a.item")].map((link) => ({
    link,
    bar: link.querySelector("rect")!,
    label: link.querySelector("text")!,
    sign: link.querySelector("path"),
    begin: Number(link.dataset["begin"]),
    end: Number(link.dataset["end"]),
    letters: link.querySelector("text")!.textContent!.length,
    shown: true, at: "", long: 0, turned: null,
  }));
  // A mark is moved as a whole: to set its label anew takes ten times as long as to move it.
  for (const mark of marks) {
    mark.bar.setAttribute("x", "0");
    mark.bar.setAttribute("y", "0");
    mark.label.setAttribute("y", "9");
  }
  const ticks = [...picture.querySelectorAll<SVGGElement>(".tick")];
  let first = 0, shown = days;

  function set(mark: Mark, at: string, long: number, turned: boolean): void {
    if (at !== mark.at) mark.link.setAttribute("transform", at);
    if (long !== mark.long) {
      mark.bar.setAttribute("width", long.toFixed(1));
      mark.sign?.setAttribute("d", `M${(long / 2).toFixed(1)} -1l6 6-6 6-6-6z`);
    }
    if (long !== mark.long || turned !== mark.turned) {
      mark.label.setAttribute("x", (turned ? -5 : long + 5).toFixed(1));
      mark.label.setAttribute("text-anchor", turned ? "end" : "start");
    }
    mark.at = at;
    mark.long = long;
    mark.turned = turned;
  }

  function draw(): void {
    const scale = (width - LEFT - RIGHT) / shown;
    const place = (day: number): number => LEFT + (day - first) * scale;
    const lanes: number[] = [];
    for (const mark of marks) {
      const inside = mark.end >= first && mark.begin <= first + shown;
      if (inside !== mark.shown) mark.link.style.display = inside ? "" : "none";
      mark.shown = inside;
      if (!inside) continue;
      const x = Math.max(place(mark.begin), LEFT - 8);
      const long = Math.max(Math.min(place(mark.end + 1), width) - x, mark.end > mark.begin ? SHORTEST : EXACT);
      const room = 8 + mark.letters * LETTER;
      const turned = x + long + room > width && x > room;
      let lane = lanes.findIndex((taken) => taken < (turned ? x - room : x));
      if (lane < 0) lane = lanes.push(0) - 1;
      lanes[lane] = x + long + (turned ? 0 : room);
      set(mark, `translate(${x.toFixed(1)} ${TOP + lane * LANE})`, long, turned);
    }
    const height = TOP + Math.max(lanes.length, 1) * LANE + 14;
    if (picture.getAttribute("height") !== String(height)) {
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.setAttribute("height", String(height));
    }
    for (const tick of ticks) {
      const x = place(Number(tick.dataset["day"]));
      tick.style.display = x >= 0 && x <= width ? "" : "none";
      const line = tick.querySelector("line")!;
      for (const name of ["x1", "x2"]) line.setAttribute(name, x.toFixed(1));
      line.setAttribute("y2", String(height - 6));
      tick.querySelector("text")!.setAttribute("x", (x + 3).toFixed(1));
    }
  }

  function zoom(factor: number, around = first + shown / 2): void {
    const next = Math.min(Math.max(shown * factor, 31), days);
    first = Math.min(Math.max(around - (around - first) * (next / shown), 0), days - next);
    shown = next;
    draw();
  }

  let waits = false;
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      const box = picture.getBoundingClientRect();
      const at = ((event.clientX - box.left) / box.width) * width;
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, first + ((at - LEFT) / (width - LEFT - RIGHT)) * shown);
    });
  }, { passive: false });

  picture.addEventListener("keydown", (event) => {
    const list = marks.filter((mark) => mark.shown).map((mark) => mark.link);
    const at = list.indexOf(document.activeElement as unknown as SVGAElement);
    const to: Record<string, number> = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: list.length - 1,
    };
    if (event.key === "+" || event.key === "=") zoom(1 / 1.5);
    else if (event.key === "-") zoom(1.5);
    else if (event.key in to) list[Math.min(Math.max(to[event.key]!, 0), list.length - 1)]?.focus();
    else return;
    event.preventDefault();
  });

  const form = document.querySelector<HTMLFormElement>(".filters");

  /** Asks for what lies from one day to another; the address then has it for all other views. */
  function keep(begin: number, end: number): void {
    if (!form) return;
    const day = (number: number): string =>
      new Date(Date.parse(`${picture.dataset["first"]}T00:00:00Z`) + Math.round(number) * 86_400_000).toISOString().slice(0, 10);
    form.querySelector<HTMLInputElement>("[name=from]")!.value = day(Math.max(begin, 0));
    form.querySelector<HTMLInputElement>("[name=to]")!.value = day(Math.min(end, days - 1));
    form.requestSubmit();
  }

  const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  band.setAttribute("class", "band");
  band.setAttribute("y", "0");
  const dayAt = (x: number): number => {
    const box = picture.getBoundingClientRect();
    const at = ((x - box.left) / box.width) * width;
    return first + ((at - LEFT) / (width - LEFT - RIGHT)) * shown;
  };
  picture.addEventListener("pointerdown", (event) => {
    if (!form || event.button !== 0 || (event.target as Element).closest("a")) return;
    const from = dayAt(event.clientX), x = event.clientX;
    const scale = (width - LEFT - RIGHT) / shown;
    picture.setPointerCapture(event.pointerId);
    const drag = (move: PointerEvent): void => {
      const to = dayAt(move.clientX);
      band.setAttribute("x", (LEFT + (Math.min(from, to) - first) * scale).toFixed(1));
      band.setAttribute("width", (Math.abs(to - from) * scale).toFixed(1));
      band.setAttribute("height", picture.getAttribute("height") ?? "0");
      picture.prepend(band);
    };
    picture.addEventListener("pointermove", drag);
    const done = (end: PointerEvent): void => {
      picture.removeEventListener("pointermove", drag);
      picture.removeEventListener("pointerup", done);
      picture.removeEventListener("pointercancel", done);
      band.remove();
      const to = dayAt(end.clientX);
      if (end.type === "pointerup" && Math.abs(end.clientX - x) > 8) keep(Math.min(from, to), Math.max(from, to));
    };
    picture.addEventListener("pointerup", done);
    picture.addEventListener("pointercancel", done);
  });

  draw();
  // On a narrow screen the drawing is wider than its box: begin where the middle one of the events is.
  const box = picture.parentElement, middle = marks[marks.length >> 1];
  if (box && middle && box.scrollWidth > 1.3 * box.clientWidth) {
    const at = middle.link.getBoundingClientRect().left - box.getBoundingClientRect().left;
    box.scrollLeft += at - box.clientWidth / 3;
  }
  const tools = document.querySelector<HTMLElement>("#timeline-tools");
  if (tools) tools.hidden = false;
  tools?.addEventListener("click", (event) => {
    const way = (event.target as HTMLElement).dataset["zoom"];
    if (way === "in") zoom(1 / 1.5);
    if (way === "out") zoom(1.5);
    if (way === "keep") keep(first, first + shown);
    if (way === "all") { first = 0; shown = days; draw(); }
  });
}

const picture = document.querySelector<SVGSVGElement>("#timeline");
if (picture) start(picture);
