// Limits of attached files, for the gateway and for clients that check before they send.

/** Largest text file whose whole text becomes part of the conversation, bytes. Larger ones are saved in the workspace. */
export const MAX_TEXT_FILE_BYTES = 256 * 1024;
/** Largest PDF file that is sent to a model, bytes. Larger ones are saved in the workspace. */
export const MAX_PDF_BYTES = 10 * 1024 * 1024;
/** Largest attached file, bytes. It must fit into a frame as base64. */
export const MAX_ATTACHED_FILE_BYTES = 15 * 1024 * 1024;
/** Longest name of an attached file, characters. */
export const MAX_FILE_NAME = 200;
