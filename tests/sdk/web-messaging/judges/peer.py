"""The service's end of a socket, as Python's `websockets` reads and writes frames. It does what it is told by messages."""

import asyncio
import json

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

# The codes with which clients have closed.
closed = []


def saying(text):
    body = {"type": "Text", "direction": "Outbound", "text": text}
    frame = {"type": "message", "class": "StructuredMessage", "code": 200, "body": body}
    return json.dumps(frame, ensure_ascii=False)


async def obey(socket, message):
    content = message.get("content")
    if content:
        return await socket.send(saying(f"got {len(content[0]['buttonResponse']['payload'])}"))
    command, *rest = message["text"].split(" ")
    match command:
        case "fragments":
            text = saying(message["text"])
            await socket.send(text[at:at + 7] for at in range(0, len(text), 7))
        case "large":
            await socket.send(saying("x" * int(rest[0])))
        case "pieces":
            text = saying("x" * int(rest[0]))
            await socket.send(text[at:at + 65536] for at in range(0, len(text), 65536))
        case "binary":
            await socket.send(bytes([1, 2, 3]))
        case "close":
            await socket.close(int(rest[0]))
        case "facts":
            extensions = ",".join(extension.name for extension in socket.protocol.extensions)
            await socket.send(saying(json.dumps({"extensions": extensions, "closed": closed})))
        case "ping":
            await (await socket.ping(b"token"))
            await socket.send(saying("pong token"))
        case _:
            await socket.send(saying(message["text"]))


async def talk(socket):
    try:
        async for data in socket:
            asked = json.loads(data)
            if asked["action"] == "configureSession":
                body = {"connected": True, "newSession": True}
                frame = {"type": "response", "class": "SessionResponse", "code": 200, "tracingId": asked["tracingId"], "body": body}
                await socket.send(json.dumps(frame))
            elif asked["action"] == "onMessage":
                await obey(socket, asked["message"])
    except ConnectionClosed:
        pass
    finally:
        closed.append(socket.close_code)


async def main():
    async with serve(talk, "127.0.0.1", 0) as server:
        print("PORT", server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


asyncio.run(main())
