const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  l: 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
};

/** Names under which somebody could speak for the people who run the site. */
const RESERVED: ReadonlySet<string> = new Set(
  `admin administrator root system support help helpdesk helper info contact moderator mod staff team official operator
  owner security abuse postmaster webmaster hostmaster noreply mail service bot server api www everyone somebody nobody
  anonymous deleted unknown null undefined teacher examiner ielts ieltsofficial britishcouncil idp cambridge
  yordam yordamchi boshqaruvchi rahbar maslahat xavfsizlik`
    .split(/\s+/)
    .map(skeleton),
);

const SITE = skeleton('suhbatdosh');

/** What a name looks like at a glance: `4dm1n_` is `admin`. */
function skeleton(username: string): string {
  return username.replace(/[_.]/g, '').replace(/[01l3457]/g, (sign) => LOOK_ALIKES[sign] ?? sign);
}

/** Whether a name is kept for the people who run the site, or looks as if it were. @param username lower case */
export function isReservedUsername(username: string): boolean {
  const seen = skeleton(username);
  return RESERVED.has(seen) || seen.includes(SITE);
}
