import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const MESSAGE = 'the headers are larger than 16 KB, so nobody is signed in';
const BODY = JSON.stringify({
  errors: [{ message: MESSAGE, extensions: { code: 'UNAUTHENTICATED' } }],
});

/**
 * Node reads no further, whatever the rest is. A caller whose token is that large is told so in
 * the form of every other error; anything else that is no HTTP gets what Node says by itself.
 */
export function answerLargeHeaders(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const body = tooLarge ? BODY : '';
    const head = [
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
