// The service's end of a socket, as npm's `ws` reads and writes frames. It does what it is told by messages.
'use strict';

const { WebSocketServer } = require('ws');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
// The codes with which clients have closed.
const closed = [];

function saying(text) {
  const body = { type: 'Text', direction: 'Outbound', text };
  return JSON.stringify({ type: 'message', class: 'StructuredMessage', code: 200, body });
}

// A text in frames of seven bytes, with pings between them.
function inFragments(socket, text) {
  const bytes = Buffer.from(saying(text));
  for (let at = 0; at < bytes.length; at += 7) {
    const fin = at + 7 >= bytes.length;
    socket.send(bytes.subarray(at, at + 7), { binary: false, fin });
    if (!fin && at % 21 === 0) socket.ping('between');
  }
}

// A long text in frames of 64 KiB.
function inPieces(socket, text) {
  const bytes = Buffer.from(saying(text));
  for (let at = 0; at < bytes.length; at += 65536) {
    socket.send(bytes.subarray(at, at + 65536), { binary: false, fin: at + 65536 >= bytes.length });
  }
}

function obey(socket, message) {
  const choice = message.content?.[0]?.buttonResponse;
  if (choice) return socket.send(saying(`got ${choice.payload.length}`));
  const [command, number] = message.text.split(' ');
  switch (command) {
    case 'fragments': return inFragments(socket, message.text);
    case 'large': return socket.send(saying('x'.repeat(Number(number))));
    case 'pieces': return inPieces(socket, 'x'.repeat(Number(number)));
    case 'binary': return socket.send(Buffer.from([1, 2, 3]));
    case 'close': return socket.close(Number(number));
    case 'facts': return socket.send(saying(JSON.stringify({ extensions: socket.extensions, closed })));
    case 'ping':
      socket.once('pong', (data) => socket.send(saying(`pong ${data}`)));
      return socket.ping('token');
    default: return socket.send(saying(message.text));
  }
}

server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('close', (code) => closed.push(code));
  socket.on('message', (data) => {
    const asked = JSON.parse(data);
    if (asked.action === 'configureSession') {
      const body = { connected: true, newSession: true };
      socket.send(JSON.stringify({ type: 'response', class: 'SessionResponse', code: 200, tracingId: asked.tracingId, body }));
    } else if (asked.action === 'onMessage') {
      obey(socket, asked.message);
    }
  });
});
server.on('listening', () => console.log(`PORT ${server.address().port}`));
