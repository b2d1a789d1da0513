// The parts of an open preview.
import type { Duplex } from 'node:stream';
import type { PortClient } from './forward-request.ts';
import type { PreviewAccess } from './preview-access.ts';
import type { PreviewOrigins } from './preview-headers.ts';

/** What answers requests of a preview. */
export interface PreviewParts {
  readonly access: PreviewAccess;
  readonly client: PortClient;
  readonly origins: PreviewOrigins;
  readonly listenPort: number;
  /** Who may show the pages in a frame, as sources of a content policy. */
  readonly frameAncestors: string;
  /** Client connections of its open WebSockets. */
  readonly sockets: Set<Duplex>;
  /** Takes text for the console. */
  report(text: string): void;
  /** A request starts; returns the function that reports its end. */
  used(): () => void;
}
