// Configuration of outgoing requests.
import { list, section } from './define-key.ts';

/** `network`. */
export const NETWORK = section('Outgoing requests', 'Hosts that agents can connect to with the `fetch` tool.', {
  allow: list(
    'Allowed hosts',
    'Hosts that need no approval, such as `docs.example.org`. A service on a private network or on this computer can be reached only if it is listed with its port, such as `192.168.1.20:8080`.',
    500,
    { pattern: '^[^/\\s@]+$', maxLength: 260 },
  ),
});
