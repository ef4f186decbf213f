// Looks again as often as the room says, shows place and minutes, and goes in when it is her turn.
const part = document.querySelector("[data-room]");
const number = new Intl.NumberFormat(document.documentElement.lang);

function length(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const told = hours ? [`${number.format(hours)} ${part.dataset.hours}`] : [];
  if (rest || !hours) told.push(`${rest} ${part.dataset.minutes}`);
  return told.join(" ");
}

async function look() {
  let again = Number(part.dataset.again);
  try {
    const answer = await fetch(part.dataset.room + location.search, { headers: { accept: "application/json" } });
    const told = await answer.json();
    if (told.go) return location.replace(told.go);
    part.querySelector("[data-ahead]").textContent = `${number.format(told.ahead)} ${part.dataset.people}`;
    part.querySelector("[data-time]").textContent =
      told.minutes === null ? part.dataset.unknown : length(told.minutes);
    if (told.resting !== part.classList.contains("is-resting")) return location.reload();
    again = told.look_again;
  } catch {
    again = Math.min(60, again * 2); // the room itself does not answer: the place is in the cookie
  }
  // A little apart, or everybody comes at the same moment.
  setTimeout(look, again * 1000 * (0.8 + 0.4 * Math.random()));
}

setTimeout(look, Number(part.dataset.again) * 1000);
