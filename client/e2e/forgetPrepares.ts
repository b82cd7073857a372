/** Runs in the page: from now on it joins the queue as an app that does not know of connecting ahead of a match. */
export function forgetPrepares(): void {
  const { prototype } = window.WebSocket;
  const send = prototype.send;
  prototype.send = function (data) {
    send.call(this, typeof data === 'string' ? data.replace(',"prepares":true', '') : data);
  };
}
