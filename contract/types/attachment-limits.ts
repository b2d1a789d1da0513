// Limits of attached files, for the gateway and for clients that check before they send.

/** Largest text file, bytes. Its whole text is part of the conversation. */
export const MAX_TEXT_FILE_BYTES = 256 * 1024;
/** Largest PDF file, bytes. */
export const MAX_PDF_BYTES = 10 * 1024 * 1024;
/** Longest name of an attached file, characters. */
export const MAX_FILE_NAME = 200;
