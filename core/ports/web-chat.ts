// What the pages of web chat need of its channel, beyond what every channel has.
import type { WebChatLink, WebChatUpdate } from '#contract/types/web-chat.ts';
import type { Channel } from './channel.ts';

/** A link to create. */
export interface NewWebChatLink extends Pick<WebChatLink, 'title' | 'agentId' | 'createdBy'> {
  readonly expiresInMs: number;
}

/** What a visitor sends. */
export interface VisitorMessage {
  /** Chosen by the page; the same when a message is sent again. */
  readonly id: string;
  readonly text: string;
  readonly file?: { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array };
}

/** The browser of somebody with a link. */
export interface Visitor {
  readonly id: string;
  readonly linkId: string;
}

/** The channel of web chat: a network whose apps are pages of this gateway. */
export interface WebChat extends Channel {
  /** Newest first. */
  links(): readonly WebChatLink[];
  /** The token is the secret part of the link; it isn't stored. @throws {ChannelError} `rejected`: too many links */
  createLink(request: NewWebChatLink): Promise<{ readonly link: WebChatLink; readonly token: string }>;
  /** Ends a link and removes the chats of its visitors; undefined if there is none with this ID. */
  revokeLink(id: string): Promise<WebChatLink | undefined>;
  /** The link with this token, if it can be used. */
  findLink(token: string): WebChatLink | undefined;
  /** A new visitor; its key identifies the browser from now on. @throws {ChannelError} `rejected`: too many visitors */
  addVisitor(linkId: string): Promise<string>;
  findVisitor(linkId: string, key: string): Visitor | undefined;
  /** What changed since `cursor`; waits until something does, or `signal` aborts. */
  read(visitor: Visitor, cursor: string | undefined, signal: AbortSignal): Promise<WebChatUpdate>;
  /** Resolves when the message is saved. @throws {ChannelError} `rate-limited`, `too-large` */
  say(visitor: Visitor, message: VisitorMessage): Promise<void>;
  /** @throws {ChannelError} `rejected`: no such button */
  press(visitor: Visitor, messageId: string, data: string): Promise<void>;
  /** A file of the visitor's chat. */
  file(visitor: Visitor, id: string): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined>;
}

/** Whether a channel is that of web chat. */
export function isWebChat(channel: Channel | undefined): channel is WebChat {
  return channel !== undefined && 'findLink' in channel;
}
