// Recognizes PDF files by their first bytes.

/** `%PDF-` in base64; the last character also depends on the version. */
const START = 'JVBERi';

/** Whether base64-encoded data is a PDF file. */
export function isPdf(base64: string): boolean {
  return base64.length % 4 === 0 && base64.startsWith(START);
}
