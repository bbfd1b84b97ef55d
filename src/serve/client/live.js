// A placeholder: reloads whenever the page is another.
(() => {
  const own = document.currentScript;
  const socket = new WebSocket(`ws://${location.host}/_attuned/live`);
  socket.onopen = () =>
    socket.send(JSON.stringify({ page: location.pathname, digest: own.dataset.digest }));
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.type === "page") location.reload();
    if (told.type === "moved") location.replace(told.to);
  };
})();
