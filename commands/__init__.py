"""One file per thing a person can do: what they typed or clicked, to a flow, to an answer."""
