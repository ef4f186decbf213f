// Takes a signature by touch, pen or mouse; what is drawn goes as numbers into a hidden field.
// <div data-signature> … <canvas data-signature-canvas> … <input type="hidden" data-signature-value> … </div>
// The field holds [[[x, y, milliseconds, pressure], …], …] on a sheet 600 wide and 300 high, whatever the screen.
const WIDTH = 600;
const HEIGHT = 300;
const PEN = 4.5;
const MOST_POINTS = 7500; // the server takes 8000
const LEAST_STEP = 1.2; // nearer points add nothing that can be seen

export function startAll(root = document) {
  for (const pad of root.querySelectorAll("[data-signature]")) {
    pad.addEventListener("click", openTheWay);
    start(pad);
  }
}

function start(pad) {
  const find = (name) => pad.querySelector(`[data-signature-${name}]`);
  const canvas = find("canvas");
  const field = find("value");
  const context = canvas?.getContext?.("2d");
  if (!context || !window.PointerEvent) return;

  let strokes = parsed(field.value);
  let active = null; // the pointer that draws now
  let pen = false; // a pen was used: the hand that rests beside it does not draw
  let began = 0;

  const count = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

  const show = () => {
    const drawn = strokes.length > 0;
    find("empty").hidden = drawn;
    find("drawn").hidden = !drawn;
    find("clear").hidden = !drawn;
    field.value = drawn ? JSON.stringify(strokes) : "";
  };

  const paint = () => {
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * scale);
    canvas.height = Math.round(canvas.clientHeight * scale);
    context.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = context.fillStyle = window.getComputedStyle(canvas).color; // the reader's own colour in forced colours
    for (const stroke of strokes) stroke.forEach((_point, nth) => line(context, stroke, nth));
  };

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) * WIDTH) / box.width;
    const y = ((event.clientY - box.top) * HEIGHT) / box.height;
    return [within(x, WIDTH), within(y, HEIGHT), Math.max(0, Math.round(event.timeStamp - began)), round(event.pressure || 0, 100)];
  };

  const add = (event) => {
    const stroke = strokes.at(-1);
    const point = place(event);
    const last = stroke.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < LEAST_STEP) return;
    if (count() >= MOST_POINTS) return;
    stroke.push(point);
    line(context, stroke, stroke.length - 1);
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (active !== null || event.button !== 0 || (pen && event.pointerType === "touch")) return;
    event.preventDefault();
    pen ||= event.pointerType === "pen";
    active = event.pointerId;
    if (!strokes.length) began = event.timeStamp;
    canvas.setPointerCapture(active);
    strokes.push([]);
    add(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== active) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) add(each);
  });
  const lift = (event) => {
    if (event.pointerId !== active) return;
    active = null;
    strokes = strokes.filter((stroke) => stroke.length);
    show();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  find("clear").addEventListener("click", () => {
    strokes = [];
    paint();
    show();
    pad.focus();
  });

  find("sheet").hidden = false;
  find("without").hidden = true;
  new ResizeObserver(paint).observe(canvas);
  window.matchMedia("(forced-colors: active)").addEventListener("change", paint);
  window.addEventListener("pageshow", () => {
    if (!strokes.length) strokes = parsed(field.value); // a browser that goes back fills fields in later
    paint();
    show();
  });
  show();
}

function openTheWay(event) {
  const way = event.target.closest('a[href^="#"]');
  const details = way && document.querySelector(way.hash)?.closest("details");
  if (details) details.open = true; // the way stands below, folded; the link has led to it
}

function parsed(text) {
  try {
    const found = JSON.parse(text || "[]");
    return Array.isArray(found) ? found.filter((stroke) => Array.isArray(stroke) && stroke.length) : [];
  } catch {
    return [];
  }
}

function line(context, stroke, nth) {
  const [x, y, , pressure] = stroke[nth];
  const [fromX, fromY] = stroke[nth - 1] ?? [x, y];
  context.lineWidth = PEN * (0.6 + 0.8 * (pressure || 0.5));
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(nth ? x : x + 0.1, y); // a touch leaves a dot
  context.stroke();
}

const round = (value, parts) => Math.round(value * parts) / parts;
const within = (value, most) => round(Math.min(Math.max(value, 0), most), 10);
