// Starts the page: each part draws itself and listens for what concerns it.

import { showChannels } from "./channels.js";
import { showComposer } from "./composer.js";
import { showHeader } from "./header.js";
import { showHome } from "./home.js";
import { listen } from "./live.js";
import { showMessages } from "./messages.js";
import { showModals } from "./modal.js";
import { showPanes } from "./panes.js";
import { showPeople } from "./people.js";
import { arrive } from "./places.js";
import { showRehearsal } from "./plug.js";
import { showThread } from "./thread.js";

const RETRY_MILLISECONDS = 1500;

async function start() {
  try {
    await arrive();
  } catch {
    document.getElementById("conversation").textContent = "The rehearsal server is not up yet. Waiting for it…";
    setTimeout(start, RETRY_MILLISECONDS);
    return;
  }
  for (const show of [showPanes, showPeople, showChannels, showHeader, showMessages, showThread, showComposer, showHome, showModals, showRehearsal]) show();
  listen();
}

start();
