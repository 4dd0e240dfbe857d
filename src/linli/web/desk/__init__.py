"""The desk: where staff accept, dispatch, handle, check and call back."""
