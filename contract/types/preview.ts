// Previews: web pages that programs of a machine serve, shown in the app.

/** A TCP port on which a program listens. */
export interface ListeningPort {
  readonly port: number;
  /** The program, if it is known. */
  readonly program?: string;
}

/** The ports of a session's machine. */
export interface PreviewPorts {
  /** The kind of machine. */
  readonly machine: string;
  readonly ports: readonly ListeningPort[];
}

/** An open preview. */
export interface OpenPreview {
  readonly id: string;
  readonly port: number;
  /** The origin of the preview. No other page shares it. */
  readonly origin: string;
  /** Opens the preview in a browser. Valid for a minute, and only once. Add a path to start with it. */
  readonly url: string;
  /** Whether something accepts connections on the port. */
  readonly isListening: boolean;
  /** Why the port couldn't be reached, unless nothing is listening on it. */
  readonly problem?: string;
}
