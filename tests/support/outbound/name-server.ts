// A name server of one's own, real packets and all, whose answers may change from one question to the next.
import { createSocket, type Socket } from 'node:dgram';
import { onTestFinished } from 'vitest';

const HEADER_BYTES = 12;

/** Starts it; it ends with the test. `answer` gets the number of the question and gives IPv4 addresses. */
export async function startNameServer(
  answer: (asked: number) => readonly string[],
): Promise<{ readonly address: string; asked(): number }> {
  const socket: Socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (question, from) => {
    asked += 1;
    socket.send(reply(question, answer(asked)), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked: () => asked };
}

/** An answer without authority or additional part; layout of RFC 1035, section 4. */
function reply(question: Buffer, addresses: readonly string[]): Buffer {
  const nameEnd = question.indexOf(0, HEADER_BYTES);
  const asked = question.subarray(HEADER_BYTES, nameEnd + 5);
  const header = Buffer.alloc(HEADER_BYTES);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x81_80, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([header, asked, ...records]);
}
