/*
 *   phoneA  wlan0 192.168.1.2 ══wifi══ wifiA     198.51.100.10 ──┐
 *           wwan0 100.64.7.2  ══lte═══ carrierA  198.51.100.20 ──┼── backbone  203.0.113.10 app and relay
 *   phoneB  wlan0 192.168.1.2 ══other═ wifiB     192.0.2.10    ──┘
 *
 * The two phones have the same address at home, as phones do. ══ is a wire that delays and loses; ── costs nothing.
 * The backbone has no way out: nothing here can reach the machine's own network. Addresses are of RFC 5737 and RFC 6598.
 */

export type Place = 'phoneA' | 'phoneB' | 'wifiA' | 'carrierA' | 'wifiB' | 'backbone';
export type Router = Extract<Place, 'wifiA' | 'carrierA' | 'wifiB'>;
export type WireName = 'wifi' | 'lte' | 'other';

/** Where the app and the relay listen. */
export const PUBLIC_ADDRESS = '203.0.113.10';

interface Access {
  wire: WireName;
  router: Router;
  phone: Extract<Place, 'phoneA' | 'phoneB'>;
  device: 'wlan0' | 'wwan0';
  phoneAddress: string;
  routerAddress: string;
  /** Of the router towards the backbone, and of the backbone's end of that link. */
  outside: { address: string; gateway: string };
}

export const ACCESSES: readonly Access[] = [
  {
    wire: 'wifi',
    router: 'wifiA',
    phone: 'phoneA',
    device: 'wlan0',
    phoneAddress: '192.168.1.2',
    routerAddress: '192.168.1.1',
    outside: { address: '198.51.100.10', gateway: '198.51.100.9' },
  },
  {
    wire: 'lte',
    router: 'carrierA',
    phone: 'phoneA',
    device: 'wwan0',
    phoneAddress: '100.64.7.2',
    routerAddress: '100.64.7.1',
    outside: { address: '198.51.100.20', gateway: '198.51.100.19' },
  },
  {
    wire: 'other',
    router: 'wifiB',
    phone: 'phoneB',
    device: 'wlan0',
    phoneAddress: '192.168.1.2',
    routerAddress: '192.168.1.1',
    outside: { address: '192.0.2.10', gateway: '192.0.2.9' },
  },
];

export const PLACES: readonly Place[] = ['backbone', 'phoneA', 'phoneB', 'wifiA', 'carrierA', 'wifiB'];

/**
 * `symmetric`: another port for every destination, and only that destination may answer: mobile carriers at their worst,
 * and what no hole punching gets through. `cone`: one port for all, which it keeps, and only who was written to may
 * answer: a router at home.
 */
export type Nat = 'symmetric' | 'cone';

/** What a router lets out: everything, everything but UDP, or these TCP ports only. */
export type LetOut = 'all' | 'no UDP' | { tcpPorts: readonly number[] };

/** The rules of a router, for `iptables-restore`, which replaces all of them at once. */
export function toRules(nat: Nat, letOut: LetOut): string {
  const masquerade = ['udp', 'tcp'].map((protocol) =>
    nat === 'cone'
      ? `-A POSTROUTING -o wan0 -p ${protocol} -j MASQUERADE`
      : `-A POSTROUTING -o wan0 -p ${protocol} -j MASQUERADE --to-ports 20000-60000 --random-fully`,
  );
  return [
    '*nat',
    ...masquerade,
    '-A POSTROUTING -o wan0 -j MASQUERADE',
    'COMMIT',
    '*filter',
    ':INPUT DROP',
    ':FORWARD ACCEPT',
    // Else the router itself would answer a stranger's packet with ICMP, and the stranger's browser would take it for a sign.
    '-A INPUT -i lan0 -j ACCEPT',
    '-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    '-A FORWARD -i wan0 -m conntrack --ctstate NEW,INVALID -j DROP',
    ...closed(letOut),
    'COMMIT',
    '',
  ].join('\n');
}

function closed(letOut: LetOut): string[] {
  if (letOut === 'all') return [];
  const noUdp = '-A FORWARD -p udp -j DROP';
  if (letOut === 'no UDP') return [noUdp];
  const ports = letOut.tcpPorts.join(',');
  return [
    noUdp,
    `-A FORWARD -i lan0 -p tcp -m multiport ! --dports ${ports} -j REJECT --reject-with tcp-reset`,
  ];
}
