// The channel port: a chat network through which people reach agents.
// A channel only transports text. Core decides who may write, which agent answers, and when a reply is sent.

/** A text message from a person. */
export interface ChannelMessage {
  /** Unique within the channel; a message that the network delivers again has the same ID. */
  readonly id: string;
  /** The conversation that the reply goes to. */
  readonly chatId: string;
  /** The sender's stable ID, which allowlists contain. */
  readonly senderId: string;
  readonly text: string;
}

/** The connection to the network. */
export interface ChannelStatus {
  readonly connected: boolean;
  /** Why it isn't connected, as a sentence. */
  readonly error?: string;
}

/** A connection to a chat network. */
export interface Channel {
  /**
   * Connects and starts receiving; returns without waiting for the connection. A message is acknowledged to the network only after
   * `receive` has resolved, because it is on disk then. If it rejects, the message must be received again.
   */
  start(receive: (message: ChannelMessage) => Promise<void>): void;
  /** Disconnects. `receive` isn't called afterwards. A stopped channel can be started again. */
  stop(): Promise<void>;
  /** Sends a text. Networks that support idempotency keys get `key`, which is the same when a send is repeated. */
  send(chatId: string, text: string, key: string, signal: AbortSignal): Promise<void>;
  status(): ChannelStatus;
}
