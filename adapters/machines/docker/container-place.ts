// What a container is for: a workspace, and an agent or one session of it.

/** What a container is for. */
export interface ContainerPlace {
  readonly key: string;
  /** Real path. */
  readonly workspace: string;
  /** The same folder, as it was asked for. */
  readonly folder: string;
  readonly agentId: string;
  /** Set if it belongs to one session. */
  readonly sessionKey?: string;
  /** Its image, if it isn't that of the settings. */
  readonly image?: string;
}
