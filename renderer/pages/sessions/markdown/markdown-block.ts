// The blocks of a message.

/** A block. A fence's `text` is its code, without the fence lines. `closed`: it can't grow any more. */
export type MarkdownBlock =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly closed: boolean;
      /** Definitions elsewhere in the message that its links refer to. */
      readonly definitions?: string;
    }
  | {
      readonly type: 'fence';
      readonly language: string;
      /** The file that the line of the fence names. */
      readonly path?: string;
      readonly text: string;
      readonly closed: boolean;
    };
