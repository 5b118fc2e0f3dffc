/** How long something takes, as people say it: "40 s", "5 min", "1 h 10 min". */
export function inWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 120) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** Time since a start as clocks of charts show it: "0:07", "12:30", "1:00:05". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** An instant in the reader's time zone: "2026-05-04 13:07". @param unixSeconds null where unknown */
export function instant(unixSeconds: number | null): string {
  if (unixSeconds === null) return '–';
  const at = new Date(unixSeconds * 1000);
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The time of day in the reader's time zone: "13:07:59". */
export function timeOfDay(unixSeconds: number): string {
  const at = new Date(unixSeconds * 1000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

const two = (value: number): string => String(value).padStart(2, '0');
