import { isPrivateAddress } from './isPrivateAddress.ts';
import { fail, type Finding, ok, warn } from './Finding.ts';
import type { RelayTrial } from './tryRelay.ts';

const SLOW_MS = 2_000;

export function judgeRelay(trial: RelayTrial): Finding {
  const about = 'relay';
  switch (trial.outcome) {
    case 'unreachable':
      return fail(about, `${trial.url} cannot be reached (${trial.why})`, toReach(trial.url, trial.why));
    case 'refused':
      return fail(about, `${trial.url} refuses (${trial.errorCode})`, toBeLetIn(trial.errorCode));
    case 'relayed': {
      const words = `${trial.url} gives ${trial.relayed} in ${trial.ms} ms`;
      if (trial.isOpenInside) {
        return fail(
          about,
          `${trial.url} would send into private networks for strangers`,
          'use coturn/turnserver.conf of this project, or deny private addresses (denied-peer-ip)',
        );
      }
      if (
        isPrivateAddress(trial.relayed.replace(/:\d+$/, '')) &&
        !isPrivateAddress(trial.seenAs.replace(/:\d+$/, ''))
      ) {
        return fail(
          about,
          `${words}, an address that no phone reaches`,
          'set TURN_EXTERNAL_IP to the public address, and TURN_RELAY_IP to that of the interface',
        );
      }
      return trial.ms > SLOW_MS
        ? warn(about, words, 'look at the load of the relay’s machine, and at its way to this one')
        : ok(about, words);
    }
  }
}

function toReach(url: string, why: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(why)) return 'give its name an A record, or correct TURN_URLS';
  if (/certificate|CERT|self-signed|altname/i.test(why)) {
    return 'give coturn a certificate that browsers trust for that name (docker compose --profile certbot up -d)';
  }
  if (url.startsWith('turns:'))
    return 'is coturn running with TURN_CERT and TURN_KEY, and is that TCP port open in every firewall on the way';
  const port = url.includes('transport=tcp') ? 'TCP' : 'UDP';
  return `is coturn running, and is that ${port} port open in every firewall on the way (also the provider’s)`;
}

function toBeLetIn(errorCode: number): string {
  switch (errorCode) {
    case 401:
      return 'TURN_SECRET must be the same as static-auth-secret of coturn, and both clocks right';
    case 486:
      return 'wait a few minutes: this name has used up its share (TURN_USER_QUOTA)';
    case 508:
      return 'it has no free port: raise TURN_MAX_PORT and TURN_TOTAL_QUOTA, or add a second relay';
    default:
      return 'the log of coturn says why (docker compose logs coturn)';
  }
}
