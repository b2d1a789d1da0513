// Configuration of outgoing requests.
import { DISCOVERY_MODES } from '../types/network-access.ts';
import { choice, list, section } from './define-key.ts';

/** `network`. */
export const NETWORK = section(
  'Outgoing requests and discovery',
  'Hosts that agents can connect to with the `fetch` tool, and whether apps on the local network can find this gateway.',
  {
    discovery: choice(
      'Discovery',
      'What is announced on the local network (mDNS) while other machines can connect. `off`: nothing; `minimal`: that there is a gateway, its addresses, port, and certificate; `full`: also the name of this computer and the version of Gatehouse.',
      [...DISCOVERY_MODES],
      'off',
    ),
    allow: list(
      'Allowed hosts',
      'Hosts that need no approval, such as `docs.example.org`. A service on a private network or on this computer can be reached only if it is listed with its port, such as `192.168.1.20:8080`.',
      500,
      { pattern: '^[^/\\s@]+$', maxLength: 260 },
    ),
  },
);
