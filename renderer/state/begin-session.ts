// Begins a session with its first message and shows it, from wherever on the screen that is asked for.
import type { AppServices } from './app-services.ts';
import { showSession } from './layout.ts';
import { href, navigate } from './route.ts';

/** The session is made with the message; both are kept and retried by the outbox when the gateway is away. */
export function beginSession(services: AppServices, agentId: string, text: string): void {
  const key = `agent:${agentId}:${services.newId()}`;
  services.outbox.send({ sessionKey: key, text, images: [], create: { agentId } });
  services.layout.setState((layout) => showSession(layout, key, services.newId), true);
  navigate(href('sessions', key));
}
