// A caller for tests.
import { clientPrincipal, type Principal } from '#core/principal.ts';

/** A client with this name and the scope for sending messages. */
export function testPrincipal(name: string): Principal {
  return clientPrincipal({ kind: 'client', name }, ['operator.write']);
}
