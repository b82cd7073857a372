/** What the clock on somebody's wall says. */
interface LocalTime {
  /** YYYY-MM-DD. */
  day: string;
  /** HH:MM, 00:00 to 23:59. */
  time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** There are a few hundred zones, but each may be spelled in many ways, with small letters and large. */
const FORMATS_MAX = 1_000;

/** Making one costs a thousand times as much as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en', { ...numbers, minute: '2-digit', hourCycle: 'h23', timeZone });
    if (formats.size >= FORMATS_MAX) formats.clear();
    formats.set(timeZone, format);
  }
  return format;
}

/** Right on the days of a change to or from summer time too. @param now milliseconds since 1970 @param timeZone of the IANA database */
export function localTime(now: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}
