// Web chat: a page with the chat of one agent, for people who have its link.

/** A listed link, without its secret part. Times are Unix ms. */
export interface WebChatLink {
  readonly id: string;
  /** The heading of the page. */
  readonly title: string;
  readonly agentId: string;
  /** Who created it. */
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs?: number;
  /** Browsers that opened a chat. */
  readonly visitors: number;
  readonly lastMessageAtMs?: number;
}

const DAY_MS = 24 * 60 * 60_000;

/** Limits of links, and of what visitors send. */
export const WEB_CHAT_LIMITS = {
  minMs: 60_000,
  maxMs: 90 * DAY_MS,
  defaultMs: 7 * DAY_MS,
  /** Active links at the same time. */
  active: 20,
  titleCharacters: 80,
  /** Visitors of all links. */
  visitors: 500,
  messageCharacters: 8_000,
  /** Messages of a visitor in ten minutes. */
  messages: 10,
  fileBytes: 2_000_000,
} as const;

/** Text of a message as nodes, which the page shows without interpreting any markup. */
export type WebChatNode =
  | string
  | {
      readonly tag: WebChatTag;
      readonly children: readonly WebChatNode[];
      /** Address of a link. */
      readonly href?: string;
      /** First number of an ordered list. */
      readonly start?: number;
    };

/** Elements of a message. */
export const WEB_CHAT_TAGS = [
  'p',
  'h2',
  'h3',
  'h4',
  'strong',
  'em',
  'del',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'hr',
  'br',
  'a',
] as const;
export type WebChatTag = (typeof WEB_CHAT_TAGS)[number];

/** A button below a message. */
export interface WebChatButton {
  readonly label: string;
  readonly data: string;
  readonly style?: 'primary' | 'danger';
}

/** A file of a message. */
export interface WebChatFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** A message as the page gets it. */
export interface WebChatMessage {
  readonly id: string;
  readonly from: 'visitor' | 'agent';
  readonly atMs: number;
  readonly content: readonly WebChatNode[];
  readonly buttons: readonly (readonly WebChatButton[])[];
  readonly files: readonly WebChatFile[];
  readonly reaction?: string;
  readonly isDeleted?: true;
}

/** What changed in a chat. */
export interface WebChatUpdate {
  readonly title: string;
  /** To be sent with the next request. */
  readonly cursor: string;
  /** `messages` replace all that the page has, not only those with the same ID. */
  readonly isComplete: boolean;
  readonly messages: readonly WebChatMessage[];
  readonly isTyping: boolean;
}
