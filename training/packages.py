"""Find what an installed package carries, without running the package."""

from importlib.util import find_spec
from pathlib import Path


def package_folder(package: str) -> Path:
    """Find the ``model`` folder that an installed package carries, without running the package.

    Raises:
        FileNotFoundError: It is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed: make setup-training")
    return Path(spec.submodule_search_locations[0]) / "model"
