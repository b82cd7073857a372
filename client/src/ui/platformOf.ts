export type Platform = 'android' | 'ios' | 'desktop';

/** Which words explain where something is on this device. iPads say that they are Macs, but have fingers. */
export function platformOf(userAgent: string, maxTouchPoints: number): Platform {
  if (/Android/i.test(userAgent)) return 'android';
  if (/iPhone|iPad|iPod/i.test(userAgent)) return 'ios';
  return /Macintosh/.test(userAgent) && maxTouchPoints > 1 ? 'ios' : 'desktop';
}
