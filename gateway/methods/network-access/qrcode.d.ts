// The one function of `qrcode` that we use; the package has no types of its own.

declare module 'qrcode' {
  interface Drawing {
    readonly errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H';
    readonly margin?: number;
    readonly scale?: number;
  }
  const qrcode: { toDataURL(text: string, drawing?: Drawing): Promise<string> };
  export default qrcode;
}
