// PDF files for tests.

/** A PDF file with a line of text on each page. */
export function makePdf(lines: readonly string[]): string {
  const pages = lines.map((_, at) => `${3 + 2 * at} 0 R`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.join(' ')}] /Count ${lines.length} >>`,
    ...lines.flatMap((line, at) => {
      const content = `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${4 + 2 * at} 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return `${file}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}

/** The page `Secret recipe`, encrypted with the password `rhubarb`, base64. Made with `qpdf --encrypt rhubarb owner 128 --use-aes=y`. */
export const LOCKED_PDF =
  'JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvUGFnZXMgMiAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL0NvdW50ID' +
  'EgL0tpZHMgWyAzIDAgUiBdIC9UeXBlIC9QYWdlcyA+PgplbmRvYmoKMyAwIG9iago8PCAvQ29udGVudHMgNCAwIFIgL01lZGlhQm94IFsgMCAw' +
  'IDYxMiA3OTIgXSAvUGFyZW50IDIgMCBSIC9SZXNvdXJjZXMgPDwgL0ZvbnQgPDwgL0YxIDw8IC9CYXNlRm9udCAvSGVsdmV0aWNhIC9TdWJ0eX' +
  'BlIC9UeXBlMSAvVHlwZSAvRm9udCA+PiA+PiA+PiAvVHlwZSAvUGFnZSA+PgplbmRvYmoKNCAwIG9iago8PCAvTGVuZ3RoIDgwIC9GaWx0ZXIg' +
  'L0ZsYXRlRGVjb2RlID4+CnN0cmVhbQrzViNY/AWGWd0SNzJpa4vh5LtsAPlOY6TAdIl6Gqfv7k0AwjHHlUabmWSIzbMUvoFG6/kEfB79Fc0tDN' +
  '3dbdW50H7FlkdOGGN+1p3JdKUD1mVuZHN0cmVhbQplbmRvYmoKNSAwIG9iago8PCAvQ0YgPDwgL1N0ZENGIDw8IC9BdXRoRXZlbnQgL0RvY09w' +
  'ZW4gL0NGTSAvQUVTVjIgL0xlbmd0aCAxNiA+PiA+PiAvRmlsdGVyIC9TdGFuZGFyZCAvTGVuZ3RoIDEyOCAvTyA8MGNiODkzNGZjMTM0MmZmZT' +
  'E2NzU4MDU3NTBhZmMxMjZkNDU0ODlkMzEyOWZkYmVmYjg4OGZkZThkNjQ3NGZhMD4gL1AgLTQgL1IgNCAvU3RtRiAvU3RkQ0YgL1N0ckYgL1N0' +
  'ZENGIC9VIDw3YjQ5ODM5ODI3YTg5YjRhZWFiNTg2MDU0MDdkYWMzNTAxMjI0NTZhOTFiYWU1MTM0MjczYTZkYjEzNGM4N2M0PiAvViA0ID4+Cm' +
  'VuZG9iagp4cmVmCjAgNgowMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMTUgMDAwMDAgbiAKMDAwMDAwMDA2NCAwMDAwMCBuIAowMDAwMDAw' +
  'MTIzIDAwMDAwIG4gCjAwMDAwMDAzMDAgMDAwMDAgbiAKMDAwMDAwMDQ1MCAwMDAwMCBuIAp0cmFpbGVyIDw8IC9Sb290IDEgMCBSIC9TaXplID' +
  'YgL0lEIFs8NjgxNGNkYjA3YTU5ZTU3ODQyYjBjNjFkMjNmMjZmNDI+PDY4MTRjZGIwN2E1OWU1Nzg0MmIwYzYxZDIzZjI2ZjQyPl0gL0VuY3J5' +
  'cHQgNSAwIFIgPj4Kc3RhcnR4cmVmCjc0OQolJUVPRgo=';
