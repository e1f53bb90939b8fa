"""Cutting out: a picture in, the subject with straight alpha out. By a model (`worker`), or without one (`plain`)."""
