// Content blocks of messages, as in the protocol.

/** Text written by a person or a model. */
export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

/** Reasoning of a model. `signature` must be sent back to the provider unchanged and is never shown. */
export interface ThinkingBlock {
  readonly type: 'thinking';
  readonly thinking: string;
  readonly signature?: string;
  readonly redacted?: string;
}

/** A tool call requested by the model. `signature` must be sent back to the provider unchanged and is never shown. */
export interface ToolCallBlock {
  readonly type: 'toolCall';
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly signature?: string;
}

/** An attached image, base64. */
export interface ImageBlock {
  readonly type: 'image';
  readonly mimeType: string;
  readonly data: string;
}

/** An attached PDF, base64. */
export interface PdfBlock {
  readonly type: 'pdf';
  readonly name: string;
  readonly data: string;
}

/** An attached text file. */
export interface TextFile {
  readonly type: 'textFile';
  readonly name: string;
  readonly text: string;
}

/** An attached file of any other type, base64. It is saved in the workspace, where tools can read it. */
export interface OtherFile {
  readonly type: 'file';
  readonly name: string;
  /** As declared by the sender. */
  readonly mimeType: string;
  readonly data: string;
}

/** An attached file other than an image. `bytes` is its size; clients get it without its content. */
export type AttachedFile = (TextFile | PdfBlock | OtherFile) & { readonly bytes: number };

/** A block of a message. */
export type Block = TextBlock | ThinkingBlock | ToolCallBlock | ImageBlock | PdfBlock;

/** Token usage of a model call. `cost` is in US dollars; absent if the model's price is unknown. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cost?: number;
}

/** Why a model stopped. `interrupted`: the host was killed while the message streamed. */
export type StopReason = 'stop' | 'toolUse' | 'length' | 'refusal' | 'error' | 'aborted' | 'interrupted';
