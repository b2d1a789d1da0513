// The announcer: makes a gateway known to apps on the local network.

/** What is announced. */
export interface Announcement {
  /** Service type without underscore and protocol. */
  readonly type: string;
  /** Shown in the list of an app. */
  readonly name: string;
  /** Name that leads to the addresses, without `.local`. */
  readonly hostname: string;
  readonly port: number;
  /** Addresses of this computer on which it is announced, with the names of their interfaces. */
  readonly addresses: readonly { readonly host: string; readonly network: string }[];
  /** Further facts, by key. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What is known under which names: a conflict with another computer changes them. */
export interface Announced {
  readonly name: string;
  readonly hostname: string;
}

/** Announces one service at a time. */
export interface Announcer {
  /** Replaces what is announced. @throws if the network can't be used */
  announce(announcement: Announcement): Promise<Announced>;
  /** Tells the network that it is gone. Nothing happens if nothing is announced. */
  stop(): Promise<void>;
}
