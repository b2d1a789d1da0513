// A chat network as a test sees it: people who use its app, and what they see of the bot. The bot talks to a server that speaks the
// protocol of the network.

/** A message of the bot, as the app of a person shows it now. */
export interface ShownMessage {
  readonly id: string;
  /** Without formatting. */
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly data: string }[];
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
}

/** A file that a person sends. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A person in their direct chat with the bot. */
export interface NetworkPerson {
  /** The network's ID of the person. */
  readonly id: string;
  readonly name: string;
  /** Writes to the bot. */
  say(text: string, file?: SentFile): void;
  /** Presses a button of a message that this or another person sees. */
  press(message: ShownMessage, label: string): void;
  /** What the bot has sent to the person. */
  shown(): readonly ShownMessage[];
}

/** A network with a bot. */
export interface Network {
  readonly title: string;
  /** ID of the channel. */
  readonly id: string;
  /** Whether messages can be changed after they are sent. */
  readonly edits: boolean;
  /** Whether it recognizes a repeated send. */
  readonly keys: boolean;
  /** Environment variables of the host. */
  readonly environment: Readonly<Record<string, string>>;
  /** What connects the bot: parameters of `channels.connect`. */
  readonly options: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Tells a network that delivers to a webhook where the host is. */
  attach(origin: string): void;
  /** Whether the bot receives what people write. */
  isConnected(): boolean;
  person(name: string): NetworkPerson;
  /** Whether the network keeps anything for the bot that the bot hasn't taken yet. */
  isIdle(): boolean;
  close(): Promise<void>;
}

/** The button with a label. @throws {Error} if the message has none */
export function findButton(
  { buttons, text }: ShownMessage,
  label: string,
): { readonly label: string; readonly data: string } {
  const found = buttons.find((button) => button.label === label);
  if (found !== undefined) return found;
  throw new Error(`"${text}" has no button "${label}", only ${buttons.map((button) => button.label).join(', ')}.`);
}
